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

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "mgen/wire.h"

namespace mgen {

class MessageServer {
 public:
  enum class ConnectionId : std::uint64_t {};

  struct Options {
    base::Duration registration = base::Seconds(30);
    base::Duration handshake_limit = base::Seconds(30);  // To send all of it.
    std::size_t max_connections = 100000;
    std::size_t max_members = 100000;  // (sender, group) pairs.
    std::size_t max_queued_messages =
        1024;  // A member; beyond: oldest dropped.
  };

  struct Accept {
    std::string sender, group;
  };
  struct Register {
    std::string sender, group;
  };
  struct RegistrationComplete {};
  struct Received {
    std::string sender, group;
    std::uint32_t id;
  };
  struct Receipt {
    std::string sender, group, recipient;
    std::uint32_t id;
  };
  struct SentTo {
    std::string recipient, group;
  };
  struct FailedConnection {
    std::string step, reason;
  };  // "handshake", ...
  struct DroppedMessage {
    std::string recipient, group;
    std::uint32_t id;
  };
  struct Event {
    base::Instant at;
    std::variant<Accept, Register, RegistrationComplete, Received, Receipt,
                 SentTo, FailedConnection, DroppedMessage>
        what;
  };

  MessageServer(Options options, base::Instant now);

  // A connection was accepted (its TLS is up).
  // Errors: kResourceExhausted at max_connections: close it.
  absl::StatusOr<ConnectionId> HandleAccepted(base::Instant now);
  void HandleClosed(ConnectionId connection, base::Instant now);

  // False while the window is open and the handshake is done: the host leaves
  // the connection's bytes where they are, and looks again after
  // RegistrationComplete.
  bool WantsBytes(ConnectionId connection) const;

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
  bool registration_complete() const;
};

}  // namespace mgen

#endif  // MGEN_MESSAGE_SERVER_H_
