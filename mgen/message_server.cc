#include "mgen/message_server.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace mgen {
namespace {

constexpr std::uint32_t kWindowKey = 0;

// What may come with a handshake while the window is open; the host asks
// WantsBytes before it reads more.
constexpr std::size_t kMaxHeldBytes = 256 * 1024;

std::uint32_t HandshakeKey(std::uint64_t id) { return 1 + (id & 0xffffffff); }

std::uint64_t Number(MessageServer::ConnectionId connection) {
  return static_cast<std::uint64_t>(connection);
}

}  // namespace

MessageServer::MessageServer(Options options, base::Instant now)
    : options_(options), latest_(now) {
  deadlines_.Set(kWindowKey, base::SaturatingAdd(now, options_.registration));
}

absl::StatusOr<MessageServer::ConnectionId> MessageServer::HandleAccepted(
    base::Instant now) {
  now = Advance(now);
  if (connections_.size() >= options_.max_connections) {
    const std::string reason =
        absl::StrCat("connections: ", connections_.size(),
                     " are open, at most ", options_.max_connections);
    Emit(now, FailedConnection{.step = "accept", .reason = reason});
    return absl::ResourceExhaustedError(reason);
  }
  const std::uint64_t id = connections_.Add(Connection());
  deadlines_.Set(HandshakeKey(id),
                 base::SaturatingAdd(now, options_.handshake_limit));
  return ConnectionId{id};
}

void MessageServer::HandleClosed(ConnectionId connection,
                                 absl::string_view reason, base::Instant now) {
  now = Advance(now);
  if (connections_.Find(Number(connection)) == nullptr) return;
  Fail(Number(connection), reason, now);
}

bool MessageServer::WantsBytes(ConnectionId connection) const {
  const Connection* const found = connections_.Find(Number(connection));
  return found != nullptr && (complete_ || !found->member);
}

std::optional<Handshake> MessageServer::MemberOf(
    ConnectionId connection) const {
  const Connection* const found = connections_.Find(Number(connection));
  if (found == nullptr || !found->member) return std::nullopt;
  return Handshake{.sender = registry_.name(*found->member),
                   .group = registry_.group(*found->member)};
}

absl::Status MessageServer::HandleReceived(ConnectionId connection,
                                           absl::Span<const std::uint8_t> bytes,
                                           base::Instant now) {
  now = Advance(now);
  return Read(Number(connection), bytes, now);
}

absl::Span<const std::uint8_t> MessageServer::PendingBytes(
    ConnectionId connection) const {
  const Connection* const found = connections_.Find(Number(connection));
  if (found == nullptr) return {};
  return found->write.pending();
}

void MessageServer::Consume(ConnectionId connection, std::size_t bytes) {
  Connection* const found = connections_.Find(Number(connection));
  if (found == nullptr || bytes == 0) return;
  found->write.Consume(bytes);
  if (!found->write.empty()) return;
  const std::uint32_t member = *found->member;
  Emit(latest_, SentTo{.recipient = registry_.name(member),
                       .group = registry_.group(member)});
  Fill(member);
  if (found->write.empty()) {
    writable_.Lower(connections_.Place(Number(connection)));
  }
}

std::optional<MessageServer::ConnectionId> MessageServer::PollWritable() {
  const std::optional<std::uint32_t> place = writable_.Poll();
  if (!place) return std::nullopt;
  return ConnectionId{connections_.IdAt(*place)};
}

std::optional<MessageServer::ConnectionId> MessageServer::PollClose() {
  if (to_close_.empty()) return std::nullopt;
  return ConnectionId{to_close_.PopFront()};
}

std::optional<base::Instant> MessageServer::NextDeadline() const {
  return deadlines_.Next();
}

void MessageServer::HandleDeadline(base::Instant now) { Advance(now); }

std::optional<MessageServer::Event> MessageServer::PollEvent() {
  if (events_.empty()) return std::nullopt;
  return events_.PopFront();
}

base::Instant MessageServer::Advance(base::Instant now) {
  latest_ = std::max(latest_, now);
  while (const std::optional<std::uint32_t> key = deadlines_.PopDue(latest_)) {
    if (*key == kWindowKey) {
      CompleteRegistration(latest_);
      continue;
    }
    const std::uint64_t id = connections_.IdAt(*key - 1);
    Fail(id,
         absl::StrCat("not whole after ",
                      base::ToSeconds(options_.handshake_limit), " s"),
         latest_);
    to_close_.PushBack(id);
  }
  return latest_;
}

void MessageServer::CompleteRegistration(base::Instant now) {
  complete_ = true;
  Emit(now, RegistrationComplete{});
  for (const Member& member : members_) {
    if (!member.connection) continue;
    const std::uint64_t id = *member.connection;
    const std::vector<std::uint8_t> held =
        std::exchange(connections_.Find(id)->held, {});
    if (!Read(id, held, now).ok()) to_close_.PushBack(id);
  }
}

absl::Status MessageServer::Read(std::uint64_t id,
                                 absl::Span<const std::uint8_t> bytes,
                                 base::Instant now) {
  Connection* const connection = connections_.Find(id);
  if (connection == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat("connection ", id, ": bytes after its end"));
  }
  absl::Status status;
  while (status.ok() && !bytes.empty()) {
    if (connection->member && !complete_) {
      status = Hold(*connection, bytes);
      break;
    }
    const absl::StatusOr<std::optional<Reader::Item>> item =
        connection->reader.Next(bytes);
    status = item.status();
    if (!item.ok() || !*item) continue;
    if (const auto* handshake = std::get_if<Handshake>(&**item)) {
      status = TakeHandshake(id, *handshake, now);
    } else {
      status = TakeHeader(*connection->member, std::get<Header>(**item), now);
    }
  }
  if (!status.ok()) Fail(id, status.message(), now);
  return status;
}

absl::Status MessageServer::Hold(Connection& connection,
                                 absl::Span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxHeldBytes - connection.held.size()) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "bytes before the end of registration: ",
        connection.held.size() + bytes.size(), ", at most ", kMaxHeldBytes));
  }
  connection.held.insert(connection.held.end(), bytes.begin(), bytes.end());
  return absl::OkStatus();
}

absl::Status MessageServer::TakeHandshake(std::uint64_t id,
                                          const Handshake& handshake,
                                          base::Instant now) {
  Emit(now, Accept{.sender = handshake.sender, .group = handshake.group});
  ASSIGN_OR_RETURN(const std::uint32_t member, FindOrRegister(handshake, now));
  if (const auto old_id = members_[member].connection) {
    Fail(*old_id, "replaced by a newer connection", now);
    to_close_.PushBack(*old_id);
  }
  deadlines_.Clear(HandshakeKey(id));
  members_[member].connection = id;
  connections_.Find(id)->member = member;
  Fill(member);
  return absl::OkStatus();
}

absl::StatusOr<std::uint32_t> MessageServer::FindOrRegister(
    const Handshake& handshake, base::Instant now) {
  if (const auto known = registry_.Find(handshake.sender, handshake.group)) {
    return *known;
  }
  if (complete_) {
    return absl::PermissionDeniedError(absl::StrCat(
        "late registration: ", handshake.sender, " in ", handshake.group));
  }
  if (members_.size() >= options_.max_members) {
    return absl::ResourceExhaustedError(
        absl::StrCat("members: ", members_.size(), " are registered, at most ",
                     options_.max_members));
  }
  Emit(now, Register{.sender = handshake.sender, .group = handshake.group});
  members_.emplace_back();
  return registry_.Add(handshake.sender, handshake.group);
}

absl::Status MessageServer::TakeHeader(std::uint32_t member,
                                       const Header& header,
                                       base::Instant now) {
  if (header.sender != registry_.name(member)) {
    return absl::InvalidArgumentError(
        absl::StrCat("sender: ", header.sender, ", not ",
                     registry_.name(member), " as in the handshake"));
  }
  return header.is_receipt() ? TakeReceipt(member, header, now)
                             : TakeMessage(member, header, now);
}

absl::Status MessageServer::TakeMessage(std::uint32_t sender,
                                        const Header& header,
                                        base::Instant now) {
  if (header.group != registry_.group(sender)) {
    return absl::InvalidArgumentError(
        absl::StrCat("group: ", header.group, ", not ", registry_.group(sender),
                     " as in the handshake"));
  }
  Emit(now,
       Received{
           .sender = header.sender, .group = header.group, .id = header.id});
  std::uint64_t& next_id = members_[sender].next_id;
  const bool may_wait_already = header.id < next_id;
  for (const std::uint32_t peer : registry_.Peers(sender)) {
    if (peer == sender) continue;
    if (may_wait_already && members_[peer].outbox.Find(sender, header.id)) {
      continue;
    }
    Forward(sender, peer, header, now);
  }
  next_id = std::max(next_id, std::uint64_t{header.id} + 1);
  return absl::OkStatus();
}

void MessageServer::Forward(std::uint32_t sender, std::uint32_t recipient,
                            const Header& header, base::Instant now) {
  Outbox& outbox = members_[recipient].outbox;
  outbox.AddMessage(outbox.next_sequence(), sender, header.id, header.body);
  if (outbox.messages() > options_.max_queued_messages) {
    Emit(now, DroppedMessage{.recipient = registry_.name(recipient),
                             .group = header.group,
                             .id = outbox.DropOldestMessage().id});
  }
  Fill(recipient);
}

absl::Status MessageServer::TakeReceipt(std::uint32_t sender,
                                        const Header& header,
                                        base::Instant now) {
  const std::optional<std::uint32_t> recipient =
      registry_.FindPeer(sender, header.group);
  if (recipient == sender) {
    return absl::InvalidArgumentError(
        absl::StrCat("group: ", header.group, " receipts its own message"));
  }
  const std::string& group = registry_.group(sender);
  Emit(now, Receipt{.sender = header.sender,
                    .group = group,
                    .recipient = header.group,
                    .id = header.id});
  DroppedMessage dropped{.recipient = header.group,
                         .group = group,
                         .id = header.id,
                         .is_receipt = true};
  if (!recipient) {  // Not registered since this server started.
    Emit(now, std::move(dropped));
    return absl::OkStatus();
  }
  Outbox& answered = members_[sender].outbox;
  if (const auto sequence = answered.Find(*recipient, header.id)) {
    answered.Answer(*sequence, 1);
  }
  Outbox& outbox = members_[*recipient].outbox;
  outbox.AddReceipt(sender, header.id);
  if (outbox.receipts() > options_.max_queued_messages) {
    dropped.id = outbox.DropOldestReceipt().id;
    Emit(now, std::move(dropped));
  }
  Fill(*recipient);
  return absl::OkStatus();
}

void MessageServer::Fill(std::uint32_t member) {
  Member& filled = members_[member];
  if (!filled.connection) return;
  WriteBuffer& write = connections_.Find(*filled.connection)->write;
  if (!write.empty()) return;
  const std::optional<Outbox::Item> item = filled.outbox.Take();
  if (!item) return;
  Header header;
  if (const auto* message = std::get_if<Outbox::Message>(&*item)) {
    header.sender = registry_.name(message->sender);
    header.group = registry_.group(member);
    header.id = message->id;
    header.body = message->body;
  } else {
    const auto& receipt = std::get<Outbox::Receipt>(*item);
    header.sender = registry_.name(receipt.member);
    header.group = registry_.name(member);
    header.id = receipt.id;
  }
  AppendMessage(header, write.Fill());
  writable_.Raise(connections_.Place(*filled.connection));
}

void MessageServer::Fail(std::uint64_t id, absl::string_view reason,
                         base::Instant now) {
  if (const auto member = connections_.Find(id)->member) {
    Emit(now, FailedConnection{.step = "receive",
                               .reason = absl::StrCat(
                                   registry_.name(*member), " in ",
                                   registry_.group(*member), ": ", reason)});
  } else {
    Emit(now,
         FailedConnection{.step = "handshake", .reason = std::string(reason)});
  }
  Remove(id);
}

void MessageServer::Remove(std::uint64_t id) {
  if (const auto member = connections_.Find(id)->member) {
    members_[*member].connection.reset();
    members_[*member].outbox.Rewind();
  }
  deadlines_.Clear(HandshakeKey(id));
  writable_.Lower(connections_.Place(id));
  connections_.Remove(id);
}

void MessageServer::Emit(base::Instant now, decltype(Event::what) what) {
  events_.PushBack({.at = now, .what = std::move(what)});
}

}  // namespace mgen
