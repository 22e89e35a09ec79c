// The message server: registration, fan-out to groups, receipts, reconnection.
// Bytes and time in; bytes, events and deadlines out. SOURCE:
// spec/traffic.md 1.3.
//
// While the registration window is open, connections are accepted and recorded
// and nothing is read from them after the handshake. When it closes, messages
// flow: a message goes unchanged to every other registered member of its group,
// a receipt to the member it names. A registered member may come back at any
// time; its new connection takes the old one's place, and what it has not
// receipted is sent again. An unregistered one is refused.
//
// Limits keep one client from harming others: a queue a member, bytes a header,
// time to finish the handshake, connections.
#ifndef MGEN_MESSAGE_SERVER_H_
#define MGEN_MESSAGE_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/deadlines.h"
#include "base/time.h"
#include "mgen/notices.h"
#include "mgen/outbox.h"
#include "mgen/registry.h"
#include "mgen/ring.h"
#include "mgen/slots.h"
#include "mgen/wire.h"
#include "mgen/write_buffer.h"

namespace mgen {

class MessageServer {
 public:
  enum class ConnectionId : std::uint64_t {};

  struct Options {
    base::Duration registration = base::Seconds(30);
    base::Duration handshake_limit = base::Seconds(30);  // To send all of it.
    std::size_t max_connections = 100000;
    std::size_t max_members = 100000;  // (sender, group) pairs.
    // A member, and as many receipts; beyond: the oldest is dropped.
    std::size_t max_queued_messages = 1024;
  };

  struct Accept {
    std::string sender, group;

    bool operator==(const Accept&) const = default;
  };
  struct Register {
    std::string sender, group;

    bool operator==(const Register&) const = default;
  };
  struct RegistrationComplete {
    bool operator==(const RegistrationComplete&) const = default;
  };
  struct Received {
    std::string sender, group;
    std::uint32_t id;

    bool operator==(const Received&) const = default;
  };
  struct Receipt {
    std::string sender, group, recipient;
    std::uint32_t id;

    bool operator==(const Receipt&) const = default;
  };
  struct SentTo {
    std::string recipient, group;

    bool operator==(const SentTo&) const = default;
  };
  struct FailedConnection {
    std::string step, reason;

    bool operator==(const FailedConnection&) const = default;
  };  // "handshake", ...
  struct DroppedMessage {  // At max_queued_messages, or nobody to give it to.
    std::string recipient, group;
    std::uint32_t id;
    bool is_receipt = false;

    bool operator==(const DroppedMessage&) const = default;
  };
  struct Event {
    base::Instant at;  // Of SentTo: the latest that the server was told.
    std::variant<Accept, Register, RegistrationComplete, Received, Receipt,
                 SentTo, FailedConnection, DroppedMessage>
        what;
  };

  MessageServer(Options options, base::Instant now);

  // A connection was accepted (its TLS is up).
  // Errors: kResourceExhausted at max_connections: close it.
  absl::StatusOr<ConnectionId> HandleAccepted(base::Instant now);
  // For `reason`, which the event of it repeats.
  void HandleClosed(ConnectionId connection, absl::string_view reason,
                    base::Instant now);

  // False while the window is open and the handshake is done: the host leaves
  // the connection's bytes where they are, and looks again after
  // RegistrationComplete.
  bool WantsBytes(ConnectionId connection) const;

  // Whose connection it is, once its handshake is done.
  std::optional<Handshake> MemberOf(ConnectionId connection) const;

  // Errors: the host closes the connection (and has no need of HandleClosed).
  absl::Status HandleReceived(ConnectionId connection,
                              absl::Span<const std::uint8_t> bytes,
                              base::Instant now);

  // As User::PendingBytes and Consume.
  absl::Span<const std::uint8_t> PendingBytes(ConnectionId connection) const;
  void Consume(ConnectionId connection, std::size_t bytes);

  // The next connection that has new PendingBytes; each is told once until it
  // has been emptied.
  std::optional<ConnectionId> PollWritable();
  // The next connection that the server wants closed (replaced, too slow).
  std::optional<ConnectionId> PollClose();

  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

  std::optional<Event> PollEvent();
  bool registration_complete() const { return complete_; }

 private:
  // What a member, whom registry_ names, is to be sent, and where.
  struct Member {
    std::optional<std::uint64_t> connection;  // In connections_.
    std::uint64_t next_id = 0;  // One more than the highest that it has sent.
    Outbox outbox;
  };
  struct Connection {
    Reader reader{Reader::Expect::kHandshake};
    std::optional<std::uint32_t> member;  // After the handshake.
    WriteBuffer write;
    std::vector<std::uint8_t> held;  // Came with the handshake.
  };

  // Does all that is due by `now`, and returns the latest instant seen.
  base::Instant Advance(base::Instant now);
  void CompleteRegistration(base::Instant now);
  // Acts on all that `bytes` complete. An error has failed the connection.
  absl::Status Read(std::uint64_t id, absl::Span<const std::uint8_t> bytes,
                    base::Instant now);
  static absl::Status Hold(Connection& connection,
                           absl::Span<const std::uint8_t> bytes);
  absl::Status TakeHandshake(std::uint64_t id, const Handshake& handshake,
                             base::Instant now);
  absl::StatusOr<std::uint32_t> FindOrRegister(const Handshake& handshake,
                                               base::Instant now);
  absl::Status TakeHeader(std::uint32_t member, const Header& header,
                          base::Instant now);
  absl::Status TakeMessage(std::uint32_t sender, const Header& header,
                           base::Instant now);
  absl::Status TakeReceipt(std::uint32_t sender, const Header& header,
                           base::Instant now);
  void Forward(std::uint32_t sender, std::uint32_t recipient,
               const Header& header, base::Instant now);
  // Starts a connected member's next write if none is under way.
  void Fill(std::uint32_t member);
  void Fail(std::uint64_t id, absl::string_view reason, base::Instant now);
  void Remove(std::uint64_t id);
  void Emit(base::Instant now, decltype(Event::what) what);

  Options options_;
  bool complete_ = false;
  Registry registry_;
  std::vector<Member> members_;  // As the registry numbers them.
  Slots<Connection> connections_;
  base::Deadlines deadlines_;  // Keys: 0 the window, 1 + place a handshake.
  Notices writable_;           // Keys are places of connections.
  Ring<std::uint64_t> to_close_;
  Ring<Event> events_;
  base::Instant latest_;
};

}  // namespace mgen

#endif  // MGEN_MESSAGE_SERVER_H_
