// All conversations of one user with a message server: traffic models, queues,
// retry, receipts. Bytes and time in; bytes, events and deadlines out.
// SOURCE: spec/traffic.md 1.3 to 1.6.
//
// The host dials when PollConnect says so and moves bytes between a
// conversation and its connection (through a shaper::Stream, if there is a
// defense).
//
// Delivery. A message is kept until every member that this user has heard of in
// the group has sent its receipt (or max_unanswered newer ones are kept), and
// is sent again on a new connection. A recipient drops what it has already seen
// and answers it again. So each message arrives once, whichever link was cut.
#ifndef MGEN_USER_H_
#define MGEN_USER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "mgen/model.h"
#include "mgen/wire.h"

namespace mgen {

struct ConversationOptions {
  std::string group;
  std::shared_ptr<const Distributions> distributions;
  WaitMode wait_mode = WaitMode::kInactivity;
  base::Duration bootstrap = base::Seconds(0);  // Model starts this long after.
  base::Duration retry = base::Seconds(5);      // Between attempts to connect.
  base::Duration stagger = base::Seconds(0);    // First attempt after this.
  std::optional<base::Instant> stop_sending;    // No own sends from then on.
};

class User {
 public:
  struct Options {
    std::string name;
    std::vector<ConversationOptions> conversations;
    std::size_t max_queued = 10000;     // Messages, a conversation.
    std::size_t max_unanswered = 1024;  // Kept for sending again.
  };

  // What happened, for logs and measurements; log.h writes them as lines.
  struct Waiting {
    base::Duration stagger;
  };
  struct Handshaked {};
  struct Awake {};
  struct Idle {};  // The Idle wait was entered.
  struct Send {
    Conversation::State from, to;
    std::uint32_t blocks, id;
  };
  struct Receive {
    Conversation::State from, to;
    std::string sender;
    std::uint32_t body_bytes, id;
  };
  struct ReceiveReceipt {  // The first from this recipient for this id.
    Conversation::State state;
    std::string sender;
    std::uint32_t id;
  };
  struct Failed {
    std::string reason;
  };  // The connection; retried.
  struct Dropped {
    std::uint32_t id;
  };  // max_queued was reached.
  struct Event {
    base::Instant at;
    std::size_t conversation;
    std::variant<Waiting, Handshaked, Awake, Idle, Send, Receive,
                 ReceiveReceipt, Failed, Dropped>
        what;
  };

  // Conversation k draws from Random::FromStream(seed, "model/NAME/GROUP"), or
  // from `source` if there is one.
  User(Options options, std::uint64_t seed, base::EntropySource* source,
       base::Instant now);

  // The next conversation that wants a connection now, once for each attempt.
  std::optional<std::size_t> PollConnect(base::Instant now);
  void HandleConnected(std::size_t conversation, base::Instant now);
  // Attempt failed, or the connection is gone. Whole messages that were not yet
  // receipted go out again on the next one.
  void HandleClosed(std::size_t conversation, absl::string_view reason,
                    base::Instant now);

  // Errors: as Reader; the host closes the connection.
  absl::Status HandleReceived(std::size_t conversation,
                              absl::Span<const std::uint8_t> bytes,
                              base::Instant now);

  // The write that is due on a conversation's connection (handshake, message or
  // receipt; the rest of it after a partial Consume), or empty. Valid until the
  // next call.
  absl::Span<const std::uint8_t> PendingBytes(std::size_t conversation) const;
  void Consume(std::size_t conversation, std::size_t bytes);

  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

  // In order; the host drains it after each call.
  std::optional<Event> PollEvent();

  const std::string& name() const;
  const std::string& group(std::size_t conversation) const;
};

}  // namespace mgen

#endif  // MGEN_USER_H_
