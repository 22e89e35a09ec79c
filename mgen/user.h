// All conversations of one user with a message server: traffic models, queues,
// retry, receipts. Bytes and time in; bytes, events and deadlines out.
// SOURCE: spec/traffic.md 1.3 to 1.6.
//
// The host dials when PollConnect says so and moves bytes between a
// conversation and its connection (through a shaper::Stream, if there is a
// defense).
//
// Delivery. A message is kept until every member that this user has heard of in
// the group, and at least `others`, have sent their receipts (or max_unanswered
// newer ones are kept), and is sent again on a new connection. A recipient
// drops what it has already seen and answers it again. So each message arrives
// once, whichever link was cut.
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
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/deadlines.h"
#include "base/random.h"
#include "base/time.h"
#include "mgen/channel.h"
#include "mgen/model.h"
#include "mgen/notices.h"
#include "mgen/ring.h"

namespace mgen {

struct ConversationOptions {
  std::string group;
  std::shared_ptr<const Distributions> distributions;
  WaitMode wait_mode = WaitMode::kInactivity;
  base::Duration bootstrap = base::Seconds(0);  // Model starts this long after.
  base::Duration retry = base::Seconds(5);      // Between attempts to connect.
  base::Duration stagger = base::Seconds(0);    // First attempt after this.
  std::optional<base::Instant> stop_sending;    // No own sends from then on.
  // In the group beside this user, where it is known: messages are kept for so
  // many before any of them was heard of. 0: unknown.
  std::size_t others = 0;
};

class User {
 public:
  struct Options {
    std::string name;
    std::vector<ConversationOptions> conversations;
    std::size_t max_queued = 10000;     // Messages, a conversation.
    std::size_t max_unanswered = 1024;  // Kept for sending again.
    std::size_t max_members = 4096;     // Heard of, a conversation.
  };

  // What happened, for logs and measurements; log_line.h writes them as lines.
  struct Waiting {
    base::Duration stagger;

    bool operator==(const Waiting&) const = default;
  };
  struct Handshaked {
    bool operator==(const Handshaked&) const = default;
  };
  struct Awake {
    bool operator==(const Awake&) const = default;
  };
  struct Idle {  // The Idle wait was entered.
    bool operator==(const Idle&) const = default;
  };
  struct Send {
    Conversation::State from, to;
    std::uint32_t blocks, id;

    bool operator==(const Send&) const = default;
  };
  struct Receive {
    Conversation::State from, to;
    std::string sender;
    std::uint32_t body_bytes, id;

    bool operator==(const Receive&) const = default;
  };
  struct ReceiveReceipt {  // The first from this recipient for this id.
    Conversation::State state;
    std::string sender;
    std::uint32_t id;

    bool operator==(const ReceiveReceipt&) const = default;
  };
  struct Failed {
    std::string reason;

    bool operator==(const Failed&) const = default;
  };  // The connection; retried.
  struct Dropped {
    std::uint32_t id;

    bool operator==(const Dropped&) const = default;
  };  // At max_queued: this message is never written.
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
  // receipted go out again on the next one. Ignored when neither a connection
  // nor an attempt is there.
  void HandleClosed(std::size_t conversation, absl::string_view reason,
                    base::Instant now);

  // Before Awake, messages are answered and leave the model alone.
  // Errors: as Channel::Next; the conversation has then done HandleClosed with
  // the message, and the host closes the connection.
  absl::Status HandleReceived(std::size_t conversation,
                              absl::Span<const std::uint8_t> bytes,
                              base::Instant now);

  // The write that is due on a conversation's connection (handshake, message or
  // receipt; the rest of it after a partial Consume), or empty. Valid until the
  // next call.
  absl::Span<const std::uint8_t> PendingBytes(std::size_t conversation) const;
  void Consume(std::size_t conversation, std::size_t bytes);
  // The next conversation that has new PendingBytes; each is told once until it
  // has been emptied. For hosts that would else look at all of them.
  std::optional<std::size_t> PollWritable();

  // A model that lets no time pass sends 100 times, then waits a second.
  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

  // In order; the host drains it after each call.
  std::optional<Event> PollEvent();

  const std::string& name() const { return name_; }
  std::size_t conversations() const { return talks_.size(); }
  const std::string& group(std::size_t conversation) const {
    return talks_[conversation].channel.group();
  }

 private:
  enum class Link : std::uint8_t { kDown, kDialing, kUp };

  struct Talk {
    Talk(ConversationOptions talk_options, Channel::Options channel_options);

    ConversationOptions options;
    Channel channel;
    std::optional<Conversation> model;   // From Awake on.
    base::Instant last_step;             // Of the model,
    std::uint32_t steps_at_instant = 0;  // and how many there were then.
    Link link = Link::kDown;
  };

  base::Instant Advance(base::Instant now);
  Conversation::State StateOf(const Talk& talk) const;
  void WakeUp(std::size_t k, base::Instant now);
  void Step(std::size_t k, base::Instant now);
  // Sets the model's deadline, if it still matters.
  void Schedule(std::size_t k, base::Instant now);
  void Take(std::size_t k, const Channel::Item& item, base::Instant now);
  void Emit(std::size_t k, base::Instant now, decltype(Event::what) what);
  void EmitIfIdle(std::size_t k, base::Instant now);
  void TellIfWritable(std::size_t k);
  void CollectDueConnects(base::Instant now);

  std::string name_;
  std::uint64_t seed_;
  base::EntropySource* source_;
  std::vector<Talk> talks_;
  base::Deadlines models_;    // Keys are conversations.
  base::Deadlines connects_;  // The same.
  Ring<std::uint32_t> to_connect_;
  Notices writable_;
  Ring<Event> events_;
  base::Instant latest_;
};

}  // namespace mgen

#endif  // MGEN_USER_H_
