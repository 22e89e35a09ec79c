// Users and a message server, joined by links that tear: what one sends, each
// of the others gets once, in order.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "base/earlier.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "mgen/distribution.h"
#include "mgen/message_server.h"
#include "mgen/model.h"
#include "mgen/user.h"

namespace mgen {
namespace {

std::shared_ptr<const Distributions> Lively() {
  const auto time = [](double low, double high) {
    return TimeDistribution::Create(Uniform{.low = low, .high = high}).value();
  };
  return std::make_shared<const Distributions>(Distributions{
      .s = 0.6,
      .r = 0.6,
      .m = SizeDistribution::Create(Binomial{.n = 40, .p = 0.3}).value(),
      .i = time(5, 15),
      .w = time(4, 12),
      .a_s = time(1, 6),
      .a_r = time(1, 4)});
}

// (group, sender, id, recipient)
using Delivery =
    std::tuple<std::string, std::string, std::uint32_t, std::string>;

// Moves bytes between users and the server in pieces of random size, and keeps
// what happened.
class World {
 public:
  // `others`: what users are told of the size of their groups.
  explicit World(std::uint64_t seed, std::size_t others = 0)
      : random_(base::Random::FromStream(seed, "world")), others_(others) {
    StartServer();
  }

  void AddUser(const std::string& name, std::vector<std::string> groups,
               base::Instant stop) {
    User::Options options{.name = name, .conversations = {}};
    for (std::string& group : groups) {
      members_[group].push_back(name);
      ConversationOptions& conversation = options.conversations.emplace_back();
      conversation.group = std::move(group);
      conversation.distributions = Lively();
      conversation.bootstrap = base::Seconds(40);
      conversation.stagger = base::Milliseconds(random_.NextU32() % 10000);
      conversation.stop_sending = stop;
      conversation.others = others_;
    }
    users_.push_back(std::make_unique<User>(std::move(options),
                                            random_.NextU64(), nullptr, now_));
    links_.emplace_back(groups.size());
  }

  // All links go down with it; the new one knows nothing.
  void StartServer() {
    CutAll();
    server_ = std::make_unique<MessageServer>(
        MessageServer::Options{.registration = base::Seconds(30)}, now_);
  }

  void CutAll() {
    for (std::size_t u = 0; u < users_.size(); ++u) {
      for (std::size_t k = 0; k < links_[u].size(); ++k) Cut(u, k);
    }
  }

  // Bytes that are on their way are lost.
  void Cut(std::size_t u, std::size_t k) {
    Link& link = links_[u][k];
    if (!link.id) return;
    users_[u]->HandleClosed(k, "cut", now_);
    server_->HandleClosed(*link.id, "cut", now_);
    link = Link();
  }

  void CutAny() {
    const std::size_t u = random_.NextU32() % users_.size();
    Cut(u, random_.NextU32() % links_[u].size());
  }

  // Lets time pass; bytes pass at once, or only some of them (`per_instant`
  // moves), so that a cut finds messages half written.
  void RunUntil(base::Instant end, std::size_t per_instant = 1000000) {
    for (;;) {
      Pump(per_instant);
      std::optional<base::Instant> next = server_->NextDeadline();
      for (const auto& user : users_) {
        next = base::Earlier(next, user->NextDeadline());
      }
      if (!next || *next > end) break;
      now_ = std::max(now_, *next);
      server_->HandleDeadline(now_);
      for (const auto& user : users_) user->HandleDeadline(now_);
    }
    now_ = end;
  }

  base::Instant now() const { return now_; }
  base::Random& random() { return random_; }
  std::size_t sends() const { return sends_.size(); }
  std::size_t failures() const { return failures_; }

  // Each send arrived once at each other member, in order, and was receipted
  // once by each.
  void ExpectAllDeliveredOnce() const {
    std::vector<Delivery> expected;
    for (const auto& [group, sender, id] : sends_) {
      for (const std::string& member : members_.at(group)) {
        if (member != sender) expected.emplace_back(group, sender, id, member);
      }
    }
    std::sort(expected.begin(), expected.end());
    std::map<std::tuple<std::string, std::string, std::string>, std::uint32_t>
        next_id;
    for (const auto& [group, sender, id, recipient] : deliveries_) {
      EXPECT_EQ(id, next_id[std::tuple(group, sender, recipient)]++)
          << group << " " << sender << " to " << recipient;
    }
    EXPECT_EQ(Sorted(deliveries_), expected);
    EXPECT_EQ(Sorted(receipts_), expected);
  }

 private:
  struct Link {
    std::optional<MessageServer::ConnectionId> id;
    std::deque<std::uint8_t> to_server, to_client;  // On their way.
  };

  static std::vector<Delivery> Sorted(std::vector<Delivery> deliveries) {
    std::sort(deliveries.begin(), deliveries.end());
    return deliveries;
  }

  void Pump(std::size_t moves) {
    for (bool moved = true; moved && moves > 0;) {
      moved = false;
      for (std::size_t u = 0; u < users_.size(); ++u) {
        while (const auto k = users_[u]->PollConnect(now_)) {
          links_[u][*k].id = server_->HandleAccepted(now_).value();
          users_[u]->HandleConnected(*k, now_);
        }
        for (std::size_t k = 0; k < links_[u].size() && moves > 0; ++k) {
          if (!links_[u][k].id || !Move(u, k)) continue;
          moved = true;
          --moves;
        }
      }
      CloseWhatTheServerWantsClosed();
      DrainEvents();
    }
  }

  // One piece each way onto the link and one off it; false: nothing to move.
  bool Move(std::size_t u, std::size_t k) {
    User& user = *users_[u];
    Link& link = links_[u][k];
    bool moved = false;
    const auto put = [&](absl::Span<const std::uint8_t> bytes,
                         std::deque<std::uint8_t>& way) {
      const std::size_t n = Piece(bytes.size());
      way.insert(way.end(), bytes.begin(),
                 bytes.begin() + static_cast<std::ptrdiff_t>(n));
      moved = moved || n > 0;
      return n;
    };
    user.Consume(k, put(user.PendingBytes(k), link.to_server));
    server_->Consume(*link.id,
                     put(server_->PendingBytes(*link.id), link.to_client));
    if (server_->WantsBytes(*link.id) && !link.to_server.empty()) {
      moved = true;
      const std::vector<std::uint8_t> piece = Get(link.to_server);
      EXPECT_EQ(server_->HandleReceived(*link.id, piece, now_),
                absl::OkStatus());
    }
    if (!link.to_client.empty()) {
      moved = true;
      EXPECT_EQ(user.HandleReceived(k, Get(link.to_client), now_),
                absl::OkStatus());
    }
    return moved;
  }

  std::size_t Piece(std::size_t available) {
    if (available == 0) return 0;
    return 1 + random_.NextU32() % std::min<std::size_t>(available, 1500);
  }

  std::vector<std::uint8_t> Get(std::deque<std::uint8_t>& way) {
    const auto end =
        way.begin() + static_cast<std::ptrdiff_t>(Piece(way.size()));
    std::vector<std::uint8_t> piece(way.begin(), end);
    way.erase(way.begin(), end);
    return piece;
  }

  // The server closes who crawls through the handshake for 30 s.
  void CloseWhatTheServerWantsClosed() {
    while (const auto id = server_->PollClose()) {
      for (std::size_t u = 0; u < users_.size(); ++u) {
        for (std::size_t k = 0; k < links_[u].size(); ++k) {
          if (links_[u][k].id == *id) Cut(u, k);
        }
      }
    }
  }

  void DrainEvents() {
    while (server_->PollEvent()) {
    }
    for (const auto& user : users_) {
      while (const auto event = user->PollEvent()) {
        const std::string& group = user->group(event->conversation);
        if (const auto* send = std::get_if<User::Send>(&event->what)) {
          sends_.emplace_back(group, user->name(), send->id);
        } else if (const auto* receive =
                       std::get_if<User::Receive>(&event->what)) {
          deliveries_.emplace_back(group, receive->sender, receive->id,
                                   user->name());
        } else if (const auto* receipt =
                       std::get_if<User::ReceiveReceipt>(&event->what)) {
          receipts_.emplace_back(group, user->name(), receipt->id,
                                 receipt->sender);
        } else if (std::holds_alternative<User::Failed>(event->what)) {
          ++failures_;
        }
      }
    }
  }

  base::Instant now_;
  base::Random random_;
  std::size_t others_;
  std::unique_ptr<MessageServer> server_;
  std::vector<std::unique_ptr<User>> users_;
  std::vector<std::vector<Link>> links_;  // By user and conversation.
  std::map<std::string, std::vector<std::string>> members_;
  std::vector<std::tuple<std::string, std::string, std::uint32_t>> sends_;
  std::vector<Delivery> deliveries_, receipts_;
  std::size_t failures_ = 0;
};

base::Instant At(std::int64_t seconds) {
  return base::Instant{} + base::Seconds(seconds);
}

TEST(MessengerTest, DyadTalks) {
  World world(1);
  world.AddUser("alice", {"pair"}, At(600));
  world.AddUser("bob", {"pair"}, At(600));
  world.RunUntil(At(700));
  EXPECT_GT(world.sends(), 100u);
  EXPECT_EQ(world.failures(), 0u);
  world.ExpectAllDeliveredOnce();
}

TEST(MessengerTest, EachOfAGroupOfFourAnswersEach) {
  World world(2);
  for (const char* name : {"alice", "bob", "carol", "dave"}) {
    world.AddUser(name, {"four"}, At(600));
  }
  world.RunUntil(At(700));
  EXPECT_GT(world.sends(), 200u);
  world.ExpectAllDeliveredOnce();
}

TEST(MessengerTest, GroupsOfOneUserDoNotMix) {
  World world(3);
  world.AddUser("alice", {"red", "blue"}, At(600));
  world.AddUser("bob", {"red"}, At(600));
  world.AddUser("carol", {"blue", "red"}, At(600));
  world.RunUntil(At(700));
  EXPECT_GT(world.sends(), 200u);
  world.ExpectAllDeliveredOnce();
}

// Every few seconds a link tears while bytes crawl, most often with messages
// half written. Returns when `end` is reached and all links are well again.
void RunAndTear(World& world, base::Instant end) {
  while (world.now() < end) {
    world.RunUntil(
        world.now() + base::Milliseconds(world.random().NextU32() % 10000),
        1 + world.random().NextU32() % 12);
    world.CutAny();
  }
  world.RunUntil(end + base::Seconds(100));
}

TEST(MessengerTest, EachMessageArrivesOnceWhicheverLinkTears) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    World world(seed, /*others=*/2);
    for (const char* name : {"alice", "bob", "carol"}) {
      world.AddUser(name, {"red", "blue"}, At(300));
    }
    world.RunUntil(At(32));
    RunAndTear(world, At(300));
    EXPECT_GT(world.failures(), 20u);
    EXPECT_GT(world.sends(), 100u);
    world.ExpectAllDeliveredOnce();
  }
}

// Nobody knows how many there are; links hold until all have heard of all.
TEST(MessengerTest, EachMessageArrivesOnceAmongThoseWhoHaveHeardOfEachOther) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    World world(seed);
    world.AddUser("alice", {"four", "pair"}, At(400));
    world.AddUser("bob", {"four", "pair"}, At(400));
    world.AddUser("carol", {"four"}, At(400));
    world.AddUser("dave", {"four"}, At(400));
    world.RunUntil(At(120));
    RunAndTear(world, At(400));
    EXPECT_GT(world.failures(), 20u);
    EXPECT_GT(world.sends(), 100u);
    world.ExpectAllDeliveredOnce();
  }
}

// The window of the new server is 30 s, the clients' retry 5 s.
TEST(MessengerTest, NothingIsLostOrDoubledWhenTheServerStartsAnew) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    World world(seed, /*others=*/2);
    for (const char* name : {"alice", "bob", "carol"}) {
      world.AddUser(name, {"three"}, At(500));
    }
    world.RunUntil(At(30));
    for (const std::int64_t seconds : {50, 160, 230, 350}) {
      world.RunUntil(At(seconds), 1 + world.random().NextU32() % 12);
      world.StartServer();
      world.RunUntil(world.now() + base::Seconds(30));
    }
    world.RunUntil(At(600));
    EXPECT_EQ(world.failures(), 12u);  // 4 restarts, 3 users.
    EXPECT_GT(world.sends(), 100u);
    world.ExpectAllDeliveredOnce();
  }
}

}  // namespace
}  // namespace mgen
