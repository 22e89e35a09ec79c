// Property: whatever connections say, however their bytes are split and when,
// the message server keeps its contract. What one sends closes no other, but
// for an older connection of the same member; each connection ends once. What a
// member is written was received, by as many as it was received, and not again
// on the same connection unless it was answered or dropped between. A member
// that comes back is written all that it has neither answered nor had dropped,
// and no more than the limits allow. Nothing waits without a notice.
//
// Input: limits, then operations of the clients and the host.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/time.h"
#include "fuzz/input.h"
#include "mgen/message_server.h"
#include "mgen/wire.h"

namespace mgen {
namespace {

using Id = MessageServer::ConnectionId;

class Input : public fuzz::Input {
 public:
  using fuzz::Input::Input;

  std::size_t Size() {
    constexpr std::size_t kSizes[] = {1, 3, 20, 33, 190, 200, 5000, 300'000};
    return kSizes[Below(8)];
  }
  std::string User() { return std::string(1, "abc"[Below(3)]); }
  std::string Group() { return std::string(1, "gh"[Below(2)]); }
};

MessageServer::Options MakeOptions(Input& in) {
  MessageServer::Options options;
  constexpr int kRegistration[] = {0, 1, 5, 30};
  options.registration = base::Seconds(kRegistration[in.Below(4)]);
  options.handshake_limit =
      base::Seconds(1 + 3 * static_cast<int>(in.Below(3)));
  options.max_connections = 1 + in.Below(6);
  options.max_members = 1 + in.Below(6);
  options.max_queued_messages = 1 + in.Below(4);
  return options;
}

using Member = std::pair<std::string, std::string>;  // Name, group.
// A message or a receipt: who it is from, to whom, its id. Of a received
// message, `to` is empty.
struct Letter {
  std::string group, from, to;
  std::uint32_t id;

  auto operator<=>(const Letter&) const = default;
};

std::size_t CountOf(const std::map<Letter, std::size_t>& counts,
                    const Letter& letter) {
  const auto found = counts.find(letter);
  return found == counts.end() ? 0 : found->second;
}

// What the server's events say, counted.
struct Ledger {
  std::set<Member> members;
  bool complete = false;
  std::map<Letter, std::size_t> received;  // Messages.
  std::map<Letter, std::size_t> answered;  // Receipts, from whom they are.
  std::map<Letter, std::size_t> dropped;   // Messages; from is empty.
  std::size_t sent = 0;
  std::size_t failed = 0;
  base::Instant latest;

  void Take(const MessageServer::Event& event, base::Instant now) {
    BASE_CHECK(event.at >= latest && event.at <= now);
    latest = event.at;
    std::visit([this](const auto& what) { Count(what); }, event.what);
  }

  void Count(const MessageServer::Accept&) {}
  void Count(const MessageServer::Register& e) {
    BASE_CHECK(!complete && members.insert({e.sender, e.group}).second);
  }
  void Count(const MessageServer::RegistrationComplete&) {
    BASE_CHECK(!std::exchange(complete, true));
  }
  void Count(const MessageServer::Received& e) {
    BASE_CHECK(complete && members.count({e.sender, e.group}) == 1);
    ++received[{e.group, e.sender, "", e.id}];
  }
  void Count(const MessageServer::Receipt& e) {
    BASE_CHECK(complete && members.count({e.sender, e.group}) == 1);
    BASE_CHECK(e.sender != e.recipient);
    ++answered[{e.group, e.sender, e.recipient, e.id}];
  }
  void Count(const MessageServer::SentTo&) { ++sent; }
  void Count(const MessageServer::FailedConnection&) { ++failed; }
  void Count(const MessageServer::DroppedMessage& e) {
    if (!e.is_receipt) ++dropped[{e.group, "", e.recipient, e.id}];
  }
};

// A client's end of a connection.
struct Client {
  std::vector<std::uint8_t> to_send;
  Handshake claimed{"a", "g"};               // What it queued as a handshake.
  Reader sends{Reader::Expect::kHandshake};  // What it sent, so far.
  std::optional<Handshake> shaken;
  Reader receives{Reader::Expect::kMessages};
  std::map<Letter, std::size_t> messages, receipts;  // Written to it.
  std::size_t items = 0;
  bool noticed = false;  // PollWritable told of it, and it is not empty yet.
};

class World {
 public:
  explicit World(MessageServer::Options options)
      : options_(options), server_(options, now_) {}

  void Step(Input& in) {
    const std::size_t kind = in.Below(9);
    if (kind == 0) return Accept();
    if (kind == 1) return Advance(in);
    if (clients_.empty()) return;
    auto place = clients_.begin();
    std::advance(place, in.Below(clients_.size()));
    const std::uint64_t id = place->first;
    Client& client = place->second;
    switch (kind) {
      case 2:
        client.claimed = {in.User(), in.Group()};
        AppendHandshake(client.claimed, client.to_send);
        return;
      case 3:
        AppendMessage(
            {.sender = in.Below(8) == 0 ? in.User() : client.claimed.sender,
             .group = client.claimed.group,
             .id = static_cast<std::uint32_t>(in.Below(6)),
             .body = BodyBytes(7 * static_cast<std::uint32_t>(in.Below(4)))},
            client.to_send);
        return;
      case 4:
        AppendMessage({.sender = client.claimed.sender,
                       .group = in.User(),
                       .id = static_cast<std::uint32_t>(in.Below(6)),
                       .body = 0},
                      client.to_send);
        return;
      case 5:
        for (std::size_t n = in.Below(32); n > 0; --n) {
          client.to_send.push_back(in.Byte());
        }
        return;
      case 6: {
        const std::size_t size = in.Size();
        return Deliver(id, size, /*patient=*/in.Below(4) != 0);
      }
      case 7:
        return Read(id, in.Size());
      default:
        return Close(id);
    }
  }

  // Every member comes back, one after the other, and reads all there is.
  void Finish() {
    now_ += options_.registration + options_.handshake_limit;
    server_.HandleDeadline(now_);
    Settle(/*refused=*/0);
    while (!clients_.empty()) Close(clients_.begin()->first);
    for (const Member& member : std::set<Member>(ledger_.members)) {
      Accept();
      BASE_CHECK(clients_.size() == 1);
      const auto& [id, client] = *clients_.begin();
      AppendHandshake({member.first, member.second},
                      clients_.begin()->second.to_send);
      Deliver(id, 1000, /*patient=*/false);
      BASE_CHECK(clients_.size() == 1);
      while (!server_.PendingBytes(Id{id}).empty()) Read(id, 300'000);
      // A receipt that had been taken waits beside the others.
      BASE_CHECK(client.items <= 2 * options_.max_queued_messages + 1);
      CheckNothingIsLost(member, client);
      Close(id);
    }
  }

 private:
  void Accept() {
    const auto id = server_.HandleAccepted(now_);
    if (id.ok()) {
      BASE_CHECK(clients_.size() < options_.max_connections);
      BASE_CHECK(clients_.try_emplace(static_cast<std::uint64_t>(*id)).second);
    } else {
      BASE_CHECK(absl::IsResourceExhausted(id.status()));
      BASE_CHECK(clients_.size() == options_.max_connections);
    }
    Settle(/*refused=*/id.ok() ? 0 : 1);
  }

  void Advance(Input& in) {
    constexpr int kMilliseconds[] = {0, 1, 500, 1000, 4000, 30000};
    now_ += base::Milliseconds(kMilliseconds[in.Below(6)]);
    server_.HandleDeadline(now_);
    Settle(/*refused=*/0);
  }

  void Close(std::uint64_t id) {
    clients_.erase(id);
    server_.HandleClosed(Id{id}, "reset", now_);
    Settle(/*refused=*/1);
  }

  void Deliver(std::uint64_t id, std::size_t size, bool patient) {
    Client& client = clients_.at(id);
    if (patient && !server_.WantsBytes(Id{id})) return;
    size = std::min(size, client.to_send.size());
    const std::vector<std::uint8_t> bytes(
        client.to_send.begin(),
        client.to_send.begin() + static_cast<std::ptrdiff_t>(size));
    client.to_send.erase(
        client.to_send.begin(),
        client.to_send.begin() + static_cast<std::ptrdiff_t>(size));
    Note(client, bytes);
    const std::optional<Handshake> shaken = client.shaken;
    const bool ok = server_.HandleReceived(Id{id}, bytes, now_).ok();
    if (!ok) clients_.erase(id);
    for (const std::optional<Handshake>& closed :
         Settle(/*refused=*/ok ? 0 : 1)) {
      BASE_CHECK(shaken.has_value() && closed == shaken);
    }
  }

  // What a client says, as one that reads it without any rules sees it.
  void Note(Client& client, absl::Span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
      const auto item = client.sends.Next(bytes);
      if (!item.ok()) return;
      if (!item->has_value()) continue;
      if (const auto* handshake = std::get_if<Handshake>(&**item)) {
        client.shaken = *handshake;
        continue;
      }
      const Header& header = std::get<Header>(**item);
      bodies_.insert({header.sender, header.group, header.id, header.body});
    }
  }

  void Read(std::uint64_t id, std::size_t size) {
    Client& client = clients_.at(id);
    absl::Span<const std::uint8_t> bytes = server_.PendingBytes(Id{id});
    bytes = bytes.subspan(0, size);
    size = bytes.size();
    const std::size_t items = client.items;
    while (!bytes.empty()) {
      const auto item = client.receives.Next(bytes);
      BASE_CHECK(item.ok());
      if (item->has_value()) TakeItem(client, std::get<Header>(**item));
    }
    const std::size_t sent = ledger_.sent;
    server_.Consume(Id{id}, size);
    if (server_.PendingBytes(Id{id}).empty()) client.noticed = false;
    Settle(/*refused=*/0);
    BASE_CHECK(ledger_.sent - sent == client.items - items);
  }

  void TakeItem(Client& client, const Header& header) {
    const Handshake& self = *client.shaken;
    ++client.items;
    BASE_CHECK(header.sender != self.sender);
    const Letter letter{self.group, header.sender, self.sender, header.id};
    if (header.is_receipt()) {
      BASE_CHECK(header.group == self.sender);
      const std::size_t times = ++client.receipts[letter];
      BASE_CHECK(times <= CountOf(ledger_.answered, letter));
      return;
    }
    BASE_CHECK(header.group == self.group);
    BASE_CHECK(
        bodies_.count({header.sender, header.group, header.id, header.body}));
    const std::size_t times = ++client.messages[letter];
    const std::size_t removed =
        CountOf(ledger_.answered,
                {self.group, self.sender, header.sender, header.id}) +
        CountOf(ledger_.dropped, {self.group, "", self.sender, header.id});
    BASE_CHECK(times <= 1 + removed);
    BASE_CHECK(times <= CountOf(ledger_.received,
                                {self.group, header.sender, "", header.id}));
  }

  // `client` is of `member`, and has read all that there was for it.
  void CheckNothingIsLost(const Member& member, const Client& client) const {
    const auto& [name, group] = member;
    for (const auto& [letter, times] : ledger_.received) {
      if (letter.group != group || letter.from == name) continue;
      if (CountOf(ledger_.answered, {group, name, letter.from, letter.id}) +
              CountOf(ledger_.dropped, {group, "", name, letter.id}) >
          0) {
        continue;
      }
      BASE_CHECK(
          CountOf(client.messages, {group, letter.from, name, letter.id}) == 1);
    }
  }

  // Takes what the server says after a call in which it `refused` so many
  // connections itself. Returns whose the connections are that it closed.
  std::vector<std::optional<Handshake>> Settle(std::size_t refused) {
    const std::size_t failed = ledger_.failed;
    while (const auto event = server_.PollEvent()) ledger_.Take(*event, now_);
    BASE_CHECK(ledger_.members.size() <= options_.max_members);
    std::vector<std::optional<Handshake>> closed;
    while (const auto id = server_.PollClose()) {
      const auto found = clients_.find(static_cast<std::uint64_t>(*id));
      BASE_CHECK(found != clients_.end());  // Told once, and of open ones.
      closed.push_back(found->second.shaken);
      clients_.erase(found);
    }
    BASE_CHECK(ledger_.failed - failed == refused + closed.size());
    while (const auto id = server_.PollWritable()) {
      Client& client = clients_.at(static_cast<std::uint64_t>(*id));
      BASE_CHECK(!std::exchange(client.noticed, true));
    }
    for (const auto& [id, client] : clients_) {
      const std::size_t pending = server_.PendingBytes(Id{id}).size();
      BASE_CHECK(client.noticed == (pending > 0));
      BASE_CHECK(pending <= kMaxHeaderBytes + kInlineMaxBytes);
    }
    const std::optional<base::Instant> next = server_.NextDeadline();
    BASE_CHECK(!next.has_value() || *next > now_);
    return closed;
  }

  MessageServer::Options options_;
  base::Instant now_;
  MessageServer server_;
  Ledger ledger_;
  std::map<std::uint64_t, Client> clients_;  // Open ones.
  // Of messages and receipts: sender, group, id, body.
  std::set<std::tuple<std::string, std::string, std::uint32_t, std::uint32_t>>
      bodies_;
};

}  // namespace
}  // namespace mgen

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  mgen::Input in(absl::MakeConstSpan(data, size));
  mgen::World world(mgen::MakeOptions(in));
  while (!in.empty()) world.Step(in);
  world.Finish();
  return 0;
}
