#include "tunnel/smux/stream.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"
#include "base/check.h"

namespace smux {
namespace {

constexpr std::uint8_t BitOf(EventKind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind));
}

// An empty queue is to hold no memory: streams are many, and mostly idle.
void ConsumeFrom(base::ByteQueue& queue, std::size_t count) {
  queue.Consume(count);
  if (queue.empty()) queue = base::ByteQueue();
}

}  // namespace

std::size_t Stream::write_room() const {
  return fin_wanted_ ? 0 : limits_.send_buffer - unsent_.size();
}

std::size_t Stream::Write(absl::Span<const std::uint8_t> bytes) {
  const absl::Span<const std::uint8_t> taken = bytes.subspan(0, write_room());
  if (!taken.empty()) unsent_.Append(taken);
  wants_room_ = !fin_wanted_ && write_room() == 0;
  return taken.size();
}

void Stream::CloseWrite() {
  fin_wanted_ = true;
  wants_room_ = false;
  events_ &= static_cast<std::uint8_t>(~BitOf(EventKind::kWritable));
}

void Stream::Consume(std::size_t count) {
  ConsumeFrom(received_, count);
  consumed_bytes_ += count;
  RaiseIfFinished();
}

std::size_t Stream::Abandon() {
  const std::size_t gone = received_.size();
  received_ = base::ByteQueue();
  abandoned_ = true;
  CloseWrite();
  events_ = 0;
  return gone;
}

void Stream::DropUnsent() {
  BASE_CHECK(fin_wanted_);
  unsent_ = base::ByteQueue();
}

EventKind Stream::TakeEvent() {
  BASE_CHECK(has_event());
  const auto kind = static_cast<EventKind>(std::countr_zero(events_));
  events_ &= static_cast<std::uint8_t>(~BitOf(kind));
  return kind;
}

absl::Status Stream::CheckWindow(std::size_t payload_bytes) const {
  if (!receives() || received_bytes_ + payload_bytes <= receive_limit_) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("smux stream ", static_cast<std::uint32_t>(id_),
                   ": received ", received_bytes_ + payload_bytes,
                   " bytes, the window ends at ", receive_limit_));
}

std::size_t Stream::HandlePayload(absl::Span<const std::uint8_t> payload) {
  if (!receives() || payload.empty()) return 0;
  received_.Append(payload);
  received_bytes_ += payload.size();
  Raise(EventKind::kReadable);
  return payload.size();
}

void Stream::HandleFin() {
  if (!receives()) return;
  peer_fin_ = true;
  Raise(EventKind::kPeerClosed);
  RaiseIfFinished();
}

bool Stream::HandleUpdate(const Update& update) {
  if (broken_) return true;
  if (static_cast<std::int32_t>(sent_bytes_ - update.consumed) < 0) {
    return false;
  }
  peer_consumed_ = update.consumed;
  peer_window_ = update.window;
  return true;
}

std::size_t Stream::Break() {
  const std::size_t gone = received_.size();
  received_ = base::ByteQueue();
  broken_ = true;
  CloseWrite();
  DropUnsent();
  events_ = 0;
  Raise(EventKind::kBroken);
  return gone;
}

bool Stream::HasUpdate() const {
  // SOURCE: spec/tunnel.md section 4: on the first read, then each half window.
  const std::uint64_t untold = consumed_bytes_ - told_bytes_;
  return receives() && untold > 0 &&
         (told_bytes_ == 0 || untold >= limits_.receive_window / 2);
}

bool Stream::HasControl() const {
  return syn_pending_ || HasUpdate() ||
         (fin_wanted_ && !fin_sent_ && unsent_.empty());
}

void Stream::AppendControl(std::vector<std::uint8_t>& out) {
  BASE_CHECK(HasControl());
  if (syn_pending_) {
    AppendBare(Command::kSyn, id_, out);
    syn_pending_ = false;
  } else if (HasUpdate()) {
    AppendUpd(id_,
              {.consumed = static_cast<std::uint32_t>(consumed_bytes_),
               .window = limits_.receive_window},
              out);
    told_bytes_ = consumed_bytes_;
    receive_limit_ =
        std::max(receive_limit_, told_bytes_ + limits_.receive_window);
  } else {
    AppendBare(Command::kFin, id_, out);
    fin_sent_ = true;
    RaiseIfFinished();
  }
}

std::size_t Stream::SendableBytes() const {
  // The window is a signed number too, or a peer could name one that no sender
  // of int32 arithmetic would take for a window.
  const auto in_flight =
      static_cast<std::int32_t>(sent_bytes_ - peer_consumed_);
  const std::int64_t open =
      std::int64_t{static_cast<std::int32_t>(peer_window_)} - in_flight;
  if (open <= 0) return 0;
  return std::min(unsent_.size(), static_cast<std::size_t>(open));
}

void Stream::AppendData(std::size_t max_bytes, std::vector<std::uint8_t>& out) {
  BASE_CHECK(HasData() && !syn_pending_);
  const std::size_t size = std::min(SendableBytes(), max_bytes);
  AppendPsh(id_, unsent_.view().first(size), out);
  ConsumeFrom(unsent_, size);
  sent_bytes_ += static_cast<std::uint32_t>(size);
  if (wants_room_ && unsent_.size() <= limits_.send_buffer / 2) {
    wants_room_ = false;
    Raise(EventKind::kWritable);
  }
}

void Stream::Raise(EventKind kind) {
  if (!abandoned_) events_ |= BitOf(kind);
}

void Stream::RaiseIfFinished() {
  if (fin_sent_ && peer_fin_ && received_.empty() && !broken_) {
    Raise(EventKind::kFinished);
  }
}

}  // namespace smux
