#include "mgen/user.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/distribution.h"
#include "mgen/model.h"
#include "mgen/wire.h"

namespace mgen {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TimeDistribution Constant(double seconds) {
  return TimeDistribution::Create(Normal{.mean = seconds, .std_dev = 0})
      .value();
}

struct Constants {
  double s = 1, r = 0, i = 10, w = 3, a_s = 2, a_r = 1;
};

// Messages of two blocks, 320 bytes.
std::shared_ptr<const Distributions> Make(Constants c) {
  return std::make_shared<const Distributions>(Distributions{
      .s = c.s,
      .r = c.r,
      .m = SizeDistribution::Create(Binomial{.n = 2, .p = 1}).value(),
      .i = Constant(c.i),
      .w = Constant(c.w),
      .a_s = Constant(c.a_s),
      .a_r = Constant(c.a_r)});
}

base::Instant At(double seconds) {
  return base::Instant{} + base::FromSeconds(seconds);
}

const char* Text(Conversation::State state) {
  return state == Conversation::State::kIdle ? "Idle" : "Active";
}

std::string Text(const User::Event& event) {
  struct Writer {
    std::string operator()(const User::Waiting& e) {
      return absl::StrCat("waiting ", e.stagger.count() / 1000000);
    }
    std::string operator()(const User::Handshaked&) { return "handshake"; }
    std::string operator()(const User::Awake&) { return "awake"; }
    std::string operator()(const User::Idle&) { return "Idle"; }
    std::string operator()(const User::Send& e) {
      return absl::StrCat("send ", Text(e.from), " ", Text(e.to), " ", e.blocks,
                          " ", e.id);
    }
    std::string operator()(const User::Receive& e) {
      return absl::StrCat("receive ", Text(e.from), " ", Text(e.to), " ",
                          e.sender, " ", e.body_bytes, " ", e.id);
    }
    std::string operator()(const User::ReceiveReceipt& e) {
      return absl::StrCat("receipt ", Text(e.state), " ", e.sender, " ", e.id);
    }
    std::string operator()(const User::Failed& e) {
      return absl::StrCat("failed ", e.reason);
    }
    std::string operator()(const User::Dropped& e) {
      return absl::StrCat("dropped ", e.id);
    }
  };
  const std::string text = std::visit(Writer(), event.what);
  return absl::StrCat(base::ToSeconds(event.at - base::Instant{}), " ",
                      event.conversation, " ", text);
}

// Alice in group g (and more), her server played by the test.
class UserTest : public testing::Test {
 protected:
  ConversationOptions Options(const std::string& group, Constants constants) {
    ConversationOptions options;
    options.group = group;
    options.distributions = Make(constants);
    return options;
  }

  void Start(std::vector<ConversationOptions> conversations) {
    Start({.name = "alice", .conversations = std::move(conversations)});
  }
  void Start(User::Options options) {
    user_.emplace(std::move(options), /*seed=*/1, nullptr, base::Instant{});
  }

  // Handles each deadline up to `end`, and connects when asked.
  void RunUntil(base::Instant end) {
    for (;;) {
      while (const auto k = user_->PollConnect(now_)) {
        user_->HandleConnected(*k, now_);
      }
      const std::optional<base::Instant> next = user_->NextDeadline();
      if (!next || *next > end) break;
      now_ = std::max(now_, *next);
      user_->HandleDeadline(now_);
    }
    now_ = end;
  }

  std::vector<std::string> Events() {
    std::vector<std::string> events;
    while (const auto event = user_->PollEvent()) {
      events.push_back(Text(*event));
    }
    return events;
  }

  absl::Status Receive(std::size_t k, const Header& header) {
    std::vector<std::uint8_t> bytes;
    AppendMessage(header, bytes);
    return user_->HandleReceived(k, bytes, now_);
  }
  absl::Status ReceiveMessage(std::uint32_t id) {
    return Receive(0, {.sender = "bob", .group = "g", .id = id, .body = 4800});
  }
  absl::Status ReceiveReceipt(std::uint32_t id) {
    return Receive(0, {.sender = "bob", .group = "alice", .id = id, .body = 0});
  }

  // "g 0 320", or "bob 0 0" for a receipt.
  std::vector<std::string> Written(std::size_t k) {
    std::vector<std::uint8_t> all;
    while (!user_->PendingBytes(k).empty()) {
      const absl::Span<const std::uint8_t> bytes = user_->PendingBytes(k);
      all.insert(all.end(), bytes.begin(), bytes.end());
      user_->Consume(k, bytes.size());
    }
    std::vector<std::string> written;
    // Each connection opens with the handshake, 0x00000005 "alice".
    const bool opens = all.size() > 4 && all[3] == 5;
    Reader reader(opens ? Reader::Expect::kHandshake
                        : Reader::Expect::kMessages);
    absl::Span<const std::uint8_t> input = all;
    while (const auto item = reader.Next(input).value()) {
      if (const auto* handshake = std::get_if<Handshake>(&*item)) {
        written.push_back(
            absl::StrCat("shake ", handshake->sender, " ", handshake->group));
      } else {
        const Header& header = std::get<Header>(*item);
        written.push_back(
            absl::StrCat(header.group, " ", header.id, " ", header.body));
      }
    }
    return written;
  }

  std::optional<User> user_;
  base::Instant now_;
};

TEST_F(UserTest, ConnectsAfterTheStaggerAndWakesAfterTheBootstrap) {
  ConversationOptions options = Options("g", {.i = 10});
  options.stagger = base::Milliseconds(1500);
  options.bootstrap = base::Seconds(4);
  Start({options});
  EXPECT_EQ(user_->NextDeadline(), At(1.5));
  EXPECT_FALSE(user_->PollConnect(At(1.4)));
  RunUntil(At(14));
  EXPECT_THAT(Events(),
              ElementsAre("0 0 waiting 1500", "1.5 0 handshake", "4 0 awake",
                          "4 0 Idle", "14 0 send Idle Active 2 0"));
  EXPECT_THAT(Written(0), ElementsAre("shake alice g", "g 0 320"));
}

TEST_F(UserTest, AsksForEachAttemptOnceAndAgainAfterRetry) {
  ConversationOptions options = Options("g", {.i = 1000});
  options.retry = base::Seconds(5);
  Start({options});
  EXPECT_EQ(user_->PollConnect(At(0)), 0u);
  EXPECT_FALSE(user_->PollConnect(At(1)));
  user_->HandleClosed(0, "refused", At(2));
  user_->HandleClosed(0, "said twice", At(3));
  EXPECT_FALSE(user_->PollConnect(At(6.9)));
  EXPECT_EQ(user_->PollConnect(At(7)), 0u);
  user_->HandleConnected(0, At(8));
  user_->HandleClosed(0, "reset", At(9));
  EXPECT_THAT(Events(), ElementsAre("0 0 waiting 0", "2 0 failed refused",
                                    "8 0 handshake", "9 0 failed reset"));
}

// Active from 10 on; sends at 10, 12, 14 ... while nobody is there.
TEST_F(UserTest, QueuesWhileDisconnectedAndSaysSendAtQueueing) {
  ConversationOptions options = Options("g", {});
  options.stagger = base::Seconds(13);
  Start({options});
  RunUntil(At(13));
  EXPECT_THAT(Events(),
              ElementsAre("0 0 waiting 13000", "0 0 awake", "0 0 Idle",
                          "10 0 send Idle Active 2 0",
                          "12 0 send Active Active 2 1", "13 0 handshake"));
  EXPECT_THAT(Written(0), ElementsAre("shake alice g", "g 0 320", "g 1 320"));
}

TEST_F(UserTest, AnswersEachMessageAtOnceAfterTheEvent) {
  Start({Options("g", {.r = 1})});
  RunUntil(At(3));
  Events();
  Written(0);
  EXPECT_EQ(ReceiveMessage(0), absl::OkStatus());
  EXPECT_THAT(Events(), ElementsAre("3 0 receive Idle Active bob 4800 0"));
  EXPECT_THAT(Written(0), ElementsAre("bob 0 0"));
  EXPECT_EQ(user_->NextDeadline(), At(4));  // 3 + a_r.
}

TEST_F(UserTest, IdleIsSaidAtEveryEntranceOfItsWait) {
  Start({Options("g", {.s = 0, .r = 0})});
  RunUntil(At(10));
  EXPECT_EQ(ReceiveMessage(0), absl::OkStatus());
  EXPECT_EQ(ReceiveReceipt(0), absl::OkStatus());
  EXPECT_THAT(Events(),
              ElementsAre("0 0 waiting 0", "0 0 handshake", "0 0 awake",
                          "0 0 Idle", "10 0 send Idle Idle 2 0", "10 0 Idle",
                          "10 0 receive Idle Idle bob 4800 0", "10 0 Idle",
                          "10 0 receipt Idle bob 0", "10 0 Idle"));
}

// Active from 10; a_s = 4 > w = 3, so Idle at 13.
TEST_F(UserTest, FallingIdleIsSaidByIdleAlone) {
  Start({Options("g", {.w = 3, .a_s = 4})});
  RunUntil(At(10));
  Events();
  EXPECT_EQ(ReceiveReceipt(0), absl::OkStatus());
  RunUntil(At(22));
  EXPECT_THAT(Events(), ElementsAre("10 0 receipt Active bob 0", "13 0 Idle"));
}

TEST_F(UserTest, RepeatedMessagesAreAnsweredAndOtherwiseUnnoticed) {
  Start({Options("g", {.r = 1})});
  RunUntil(At(3));
  EXPECT_EQ(ReceiveMessage(0), absl::OkStatus());
  Events();
  Written(0);
  now_ = At(3.5);
  EXPECT_EQ(ReceiveMessage(0), absl::OkStatus());
  EXPECT_THAT(Events(), IsEmpty());
  EXPECT_THAT(Written(0), ElementsAre("bob 0 0"));
  EXPECT_EQ(user_->NextDeadline(), At(4));  // The model heard nothing.
}

TEST_F(UserTest, BeforeAwakeMessagesAreAnsweredAndLeaveTheModelAlone) {
  ConversationOptions options = Options("g", {.r = 1, .i = 10});
  options.bootstrap = base::Seconds(20);
  Start({options});
  RunUntil(At(1));
  EXPECT_EQ(ReceiveMessage(0), absl::OkStatus());
  EXPECT_THAT(Written(0), ElementsAre("shake alice g", "bob 0 0"));
  RunUntil(At(30));
  EXPECT_THAT(Events(),
              ElementsAre("0 0 waiting 0", "0 0 handshake",
                          "1 0 receive Idle Idle bob 4800 0", "20 0 awake",
                          "20 0 Idle", "30 0 send Idle Active 2 0"));
}

TEST_F(UserTest, SendsAgainWhatWasNotReceipted) {
  ConversationOptions options = Options("g", {});
  options.retry = base::Seconds(5);
  Start({options});
  RunUntil(At(14));  // Sends at 10, 12, 14.
  EXPECT_THAT(Written(0),
              ElementsAre("shake alice g", "g 0 320", "g 1 320", "g 2 320"));
  EXPECT_EQ(ReceiveReceipt(0), absl::OkStatus());
  user_->HandleClosed(0, "reset", At(14));
  RunUntil(At(19));  // Sends at 16 and 18; back at 19.
  EXPECT_THAT(Written(0), ElementsAre("shake alice g", "g 1 320", "g 2 320",
                                      "g 3 320", "g 4 320"));
}

TEST_F(UserTest, NoOwnSendsFromStopOnButReceipts) {
  ConversationOptions options = Options("g", {.r = 1});
  options.stop_sending = At(14);
  Start({options});
  RunUntil(At(30));
  Events();
  EXPECT_THAT(Written(0), ElementsAre("shake alice g", "g 0 320", "g 1 320"));
  EXPECT_EQ(user_->NextDeadline(), std::nullopt);
  EXPECT_EQ(ReceiveMessage(0), absl::OkStatus());
  EXPECT_THAT(Events(), ElementsAre("30 0 receive Active Active bob 4800 0"));
  EXPECT_THAT(Written(0), ElementsAre("bob 0 0"));
  EXPECT_EQ(user_->NextDeadline(), std::nullopt);
}

// Due at 10, woken at 14.5 only: stopped by then.
TEST_F(UserTest, LateWakeUpDoesNotSendAfterStop) {
  ConversationOptions options = Options("g", {});
  options.stop_sending = At(12);
  Start({options});
  RunUntil(At(1));
  Events();
  user_->HandleDeadline(At(14.5));
  EXPECT_THAT(Events(), IsEmpty());
}

TEST_F(UserTest, SaysWhatAFullQueueDropped) {
  ConversationOptions options = Options("g", {});
  options.stagger = base::Seconds(100);
  Start({.name = "alice", .conversations = {options}, .max_queued = 1});
  RunUntil(At(12));
  EXPECT_THAT(Events(),
              ElementsAre("0 0 waiting 100000", "0 0 awake", "0 0 Idle",
                          "10 0 send Idle Active 2 0",
                          "12 0 send Active Active 2 1", "12 0 dropped 1"));
}

TEST_F(UserTest, BadBytesFailTheirConversationOnly) {
  ConversationOptions g = Options("g", {.r = 1});
  g.retry = base::Seconds(5);
  Start({g, Options("h", {.r = 1})});
  RunUntil(At(3));
  Events();
  Written(0);
  Written(1);
  EXPECT_EQ(user_->HandleReceived(0, {0, 0, 0, 2}, now_).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(user_->HandleReceived(0, {0}, now_).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Receive(1, {.sender = "bob", .group = "h", .id = 0, .body = 160}),
            absl::OkStatus());
  EXPECT_THAT(Written(1), ElementsAre("bob 0 0"));
  EXPECT_THAT(Written(0), IsEmpty());
  const std::vector<std::string> events = Events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_THAT(events[0], testing::StartsWith("3 0 failed "));
  EXPECT_EQ(events[1], "3 1 receive Idle Active bob 160 0");
  RunUntil(At(8));
  EXPECT_THAT(Written(0), testing::Contains("shake alice g"));
}

TEST_F(UserTest, TellsWhichConversationsHaveBytesToWrite) {
  Start({Options("g", {}), Options("h", {.i = 11})});
  RunUntil(At(0));
  EXPECT_EQ(user_->PollWritable(), 0u);
  EXPECT_EQ(user_->PollWritable(), 1u);
  EXPECT_EQ(user_->PollWritable(), std::nullopt);
  Written(0);
  Written(1);
  RunUntil(At(11));
  EXPECT_EQ(user_->PollWritable(), 0u);
  EXPECT_EQ(user_->PollWritable(), 1u);
  EXPECT_EQ(user_->PollWritable(), std::nullopt);
}

// All draws are zero: 100 sends at 0, then 100 at 1 s.
TEST_F(UserTest, ModelThatLetsNoTimePassIsHeldToAHundredSendsASecond) {
  Start({Options("g", {.s = 0, .i = 0})});
  RunUntil(At(1.5));
  int sends = 0;
  while (const auto event = user_->PollEvent()) {
    sends += std::holds_alternative<User::Send>(event->what) ? 1 : 0;
  }
  EXPECT_EQ(sends, 200);
}

TEST_F(UserTest, EachConversationDrawsFromItsOwnStream) {
  ConversationOptions options = Options("g", {});
  const auto distributions = std::make_shared<const Distributions>(
      Distributions{.s = 1,
                    .r = 1,
                    .m = SizeDistribution::Create(Poisson{.lambda = 9}).value(),
                    .i = TimeDistribution::Create(Exp{.lambda = 0.1}).value(),
                    .w = Constant(1),
                    .a_s = Constant(1),
                    .a_r = Constant(1)});
  options.distributions = distributions;
  Start({options});
  RunUntil(At(0));
  base::Random random = base::Random::FromStream(1, "model/alice/g");
  EXPECT_EQ(user_->NextDeadline(),
            base::Instant{} + distributions->i.Sample(random));
}

}  // namespace
}  // namespace mgen
