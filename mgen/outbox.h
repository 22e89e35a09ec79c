// What one receiver is still to be sent, in order, and what it may have to be
// sent again: messages stay until they are answered, receipts until they are
// written. Who the numbers stand for is the owner's affair, and so are limits.
#ifndef MGEN_OUTBOX_H_
#define MGEN_OUTBOX_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "mgen/ring.h"

namespace mgen {

// Written in the order of adding; after a Rewind (a new connection) all that is
// unanswered once more, messages by their sequence and receipts where they
// stood among them. Each call is O(log n), and O(k) where it takes out the k-th
// oldest message, for answers come nearly in order.
class Outbox {
 public:
  struct Message {
    std::uint64_t sequence = 0;
    std::uint32_t sender = 0;
    std::uint32_t id = 0;
    std::uint32_t body = 0;     // Bytes in total, over 0.
    std::uint32_t answers = 0;  // Receipts so far.
  };
  struct Receipt {
    std::uint64_t after = 0;  // Messages before this sequence go first.
    std::uint32_t member = 0;
    std::uint32_t id = 0;
  };
  using Item = std::variant<Message, Receipt>;

  // Requires: `sequence` is at least next_sequence().
  void AddMessage(std::uint64_t sequence, std::uint32_t sender,
                  std::uint32_t id, std::uint32_t body);
  void AddReceipt(std::uint32_t member, std::uint32_t id);
  std::uint64_t next_sequence() const { return next_sequence_; }

  // What is to be written next. The one before it has been written whole.
  std::optional<Item> Take();
  // The connection is gone, with what it had taken: start over.
  void Rewind();

  // Counts an answer to a message, which goes once it has `needed`.
  void Answer(std::uint64_t sequence, std::size_t needed);
  // The sequence of a message by what it says; O(k) for the k-th oldest.
  std::optional<std::uint64_t> Find(std::uint32_t sender,
                                    std::uint32_t id) const;

  // Require: there is one.
  Message DropOldestMessage() { return messages_.PopFront(); }
  Receipt DropOldestReceipt() { return receipts_.PopFront(); }

  std::size_t messages() const { return messages_.size(); }
  // Of these: not taken since the last Rewind.
  std::size_t messages_to_write() const {
    return messages_.size() - Place(cursor_);
  }
  std::size_t receipts() const { return receipts_.size(); }

 private:
  // Of the first message with at least this sequence.
  std::size_t Place(std::uint64_t sequence) const;

  Ring<Message> messages_;  // By sequence.
  Ring<Receipt> receipts_;
  std::optional<Receipt> taken_receipt_;  // Perhaps not yet written whole.
  std::uint64_t next_sequence_ = 0;
  std::uint64_t cursor_ = 0;  // Sequences from here on are to be written.
};

}  // namespace mgen

#endif  // MGEN_OUTBOX_H_
