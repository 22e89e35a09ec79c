#include "tunnel/kcp/receiver.h"

#include <algorithm>

#include "tunnel/kcp/serial.h"

namespace kcp {

void Receiver::HandlePush(const Push& push, base::Instant now) {
  const std::uint64_t number = Extend(push.sn, next_);
  if (number >= next_ + window()) return;
  const bool in_order = number == next_;
  const bool had_gap = !ahead_.empty();
  if (in_order) {
    Deliver(push.payload);
  } else if (number < next_ ||
             !ahead_
                  .try_emplace(number, push.payload.begin(), push.payload.end())
                  .second) {
    ++duplicates_;
  }
  QueueAck({.number = number, .ts = push.ts}, now);
  // Who waits for a gap to be filled, or sends again, waits for this answer.
  if ((!in_order || had_gap) && !overtaking_) {
    owes_acks_ = true;
    ack_deadline_.reset();
  }
}

void Receiver::Deliver(absl::Span<const std::uint8_t> payload) {
  readable_.Append(payload);
  ++next_;
  while (!ahead_.empty() && ahead_.begin()->first == next_) {
    readable_.Append(ahead_.begin()->second);
    ahead_.erase(ahead_.begin());
    ++next_;
  }
}

void Receiver::QueueAck(PendingAck ack, base::Instant now) {
  if (acks_.size() - acks_written_ >= options_.window) {
    // Nobody takes them. What una() says needs none.
    acks_.erase(acks_.begin(),
                acks_.begin() + static_cast<std::ptrdiff_t>(acks_written_));
    acks_written_ = 0;
    std::erase_if(acks_, [this](const PendingAck& pending) {
      return pending.number < next_;
    });
    if (acks_.size() >= options_.window) return;
  }
  acks_.push_back(ack);
  if (owes_acks_) return;
  if (acks_.size() - acks_written_ >= kManyAcks) {
    owes_acks_ = true;
    ack_deadline_.reset();
  } else if (!ack_deadline_) {
    ack_deadline_ = base::SaturatingAdd(now, options_.ack_delay);
  }
}

void Receiver::Consume(std::size_t count) {
  readable_.Consume(count);
  // Who was told of little room does not ask again soon.
  if (told_window_ <= options_.window / 4 && window() >= options_.window / 2) {
    owes_window_ = true;
  }
}

std::uint16_t Receiver::window() const {
  const std::size_t held =
      (readable_.size() + kSegmentBytes - 1) / kSegmentBytes;
  return static_cast<std::uint16_t>(
      options_.window - std::min<std::size_t>(held, options_.window));
}

void Receiver::HandleDeadline(base::Instant now) {
  if (!ack_deadline_ || *ack_deadline_ > now) return;
  ack_deadline_.reset();
  owes_acks_ = true;
}

std::optional<Receiver::Ack> Receiver::PollAck() {
  while (acks_written_ < acks_.size()) {
    const PendingAck ack = acks_[acks_written_++];
    const bool last = acks_written_ == acks_.size();
    if (last) {
      acks_.clear();
      acks_written_ = 0;
      owes_acks_ = false;
      ack_deadline_.reset();
    }
    if (last || ack.number >= next_) {
      return Ack{.sn = static_cast<std::uint32_t>(ack.number), .ts = ack.ts};
    }
  }
  return std::nullopt;
}

bool Receiver::PollWindow() {
  const bool owed = owes_window_;
  owes_window_ = false;
  return owed;
}

}  // namespace kcp
