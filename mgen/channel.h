// What passes between one member of a group and the message server, whichever
// connection carries it: each own message out until it is answered, each of the
// others' in once, receipts both ways. SOURCE: spec/traffic.md 1.2 to 1.4.
#ifndef MGEN_CHANNEL_H_
#define MGEN_CHANNEL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "mgen/outbox.h"
#include "mgen/roster.h"
#include "mgen/seen.h"
#include "mgen/wire.h"
#include "mgen/write_buffer.h"

namespace mgen {

// No timers and no traffic model: those are User's. A message is answered when
// each member heard of in the group has sent its receipt, and `others` have.
class Channel {
 public:
  struct Options {
    std::string user, group;
    std::size_t max_queued = 10000;     // Messages to write; beyond: refused.
    std::size_t max_unanswered = 1024;  // Written; beyond: oldest forgotten.
    std::size_t max_members = 4096;     // Heard of; beyond: an error.
    std::size_t others = 0;  // In the group, where it is known; else 0.
  };
  struct Message {
    std::string sender;
    std::uint32_t body_bytes = 0, id = 0;
  };
  struct Receipt {
    std::string sender;
    std::uint32_t id = 0;
  };
  using Item = std::variant<Message, Receipt>;

  explicit Channel(Options options);

  const std::string& group() const { return options_.group; }

  // A connection is there: the handshake goes first, then what is unanswered,
  // then what waited.
  void Open();
  void Close();
  bool is_open() const { return reader_.has_value(); }

  // Queues a message. False, and nothing done, at max_queued.
  // Requires: `id` is greater than that of any message before.
  bool Send(std::uint32_t id, std::uint32_t body_bytes);

  // Reads `input`, and is moved past what it took, up to the next message or
  // receipt that is news. A message's receipt is queued then; repeated messages
  // are answered again and no news, nor are repeated receipts or those of
  // messages that were not sent. None: input is empty. Requires: is_open().
  // Errors: as Reader; kInvalidArgument for what does not belong here,
  // kResourceExhausted at max_members and with max_queued receipts to write.
  absl::StatusOr<std::optional<Item>> Next(
      absl::Span<const std::uint8_t>& input);

  // The write that is under way; a message or receipt is one write.
  absl::Span<const std::uint8_t> PendingBytes() const {
    return write_.pending();
  }
  void Consume(std::size_t bytes);

 private:
  struct Member {
    Seen messages, receipts;
  };

  absl::Status CheckBelongs(const Header& header) const;
  absl::StatusOr<std::uint32_t> FindOrAdd(const std::string& sender);
  // Whether it was news.
  absl::StatusOr<bool> TakeMessage(const Header& header);
  absl::StatusOr<bool> TakeReceipt(const Header& header);
  // Starts the next write if none is under way.
  void Fill();

  Options options_;
  std::optional<Reader> reader_;  // Of the connection, if there is one.
  WriteBuffer write_;
  Outbox outbox_;  // Sequences are ids.
  Roster roster_;
  std::vector<Member> members_;  // As the roster numbers them.
};

}  // namespace mgen

#endif  // MGEN_CHANNEL_H_
