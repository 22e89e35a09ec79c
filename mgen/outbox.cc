#include "mgen/outbox.h"

#include "base/check.h"

namespace mgen {

void Outbox::AddMessage(std::uint64_t sequence, std::uint32_t sender,
                        std::uint32_t id, std::uint32_t body) {
  BASE_CHECK(sequence >= next_sequence_);
  next_sequence_ = sequence + 1;
  messages_.PushBack(
      {.sequence = sequence, .sender = sender, .id = id, .body = body});
}

void Outbox::AddReceipt(std::uint32_t member, std::uint32_t id) {
  receipts_.PushBack({.after = next_sequence_, .member = member, .id = id});
}

std::optional<Outbox::Item> Outbox::Take() {
  taken_receipt_.reset();
  const std::size_t place = Place(cursor_);
  const bool message_waits = place < messages_.size();
  if (!receipts_.empty() && (!message_waits || receipts_.front().after <=
                                                   messages_[place].sequence)) {
    taken_receipt_ = receipts_.PopFront();
    return *taken_receipt_;
  }
  if (!message_waits) return std::nullopt;
  cursor_ = messages_[place].sequence + 1;
  return messages_[place];
}

void Outbox::Rewind() {
  if (taken_receipt_) receipts_.PushFront(*taken_receipt_);
  taken_receipt_.reset();
  cursor_ = 0;
}

void Outbox::Answer(std::uint64_t sequence, std::size_t needed) {
  const std::size_t place = Place(sequence);
  if (place == messages_.size() || messages_[place].sequence != sequence) {
    return;
  }
  if (++messages_[place].answers >= needed) messages_.Erase(place);
}

std::optional<std::uint64_t> Outbox::Find(std::uint32_t sender,
                                          std::uint32_t id) const {
  for (std::size_t k = 0; k < messages_.size(); ++k) {
    const Message& message = messages_[k];
    if (message.sender == sender && message.id == id) return message.sequence;
  }
  return std::nullopt;
}

std::size_t Outbox::Place(std::uint64_t sequence) const {
  std::size_t low = 0, high = messages_.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (messages_[middle].sequence < sequence) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace mgen
