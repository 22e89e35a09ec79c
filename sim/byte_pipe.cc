#include "sim/byte_pipe.h"

#include <utility>

#include "base/check.h"

namespace sim {
namespace {

base::Duration DelayOf(const std::vector<Link*>& links) {
  base::Duration delay(0);
  for (const Link* link : links) delay += link->options().delay;
  return delay;
}

}  // namespace

BytePipe::BytePipe(Scheduler* scheduler, Options options,
                   std::array<Callbacks, 2> callbacks)
    : scheduler_(scheduler), callbacks_(std::move(callbacks)) {
  const base::Duration round_trip =
      DelayOf(options.to_server) + DelayOf(options.to_client);
  resend_after_ = round_trip + options.resend_after;
  for (const End from : {End::kClient, End::kServer}) {
    DirectionFrom(from).pipe = this;
    DirectionFrom(from).from = from;
  }
  DirectionFrom(End::kClient).links = std::move(options.to_server);
  DirectionFrom(End::kServer).links = std::move(options.to_client);
  starting_ =
      scheduler_->At(scheduler_->now() + round_trip, [this] { Start(); });
}

BytePipe::~BytePipe() { CancelAll(); }

void BytePipe::Start() {
  starting_.reset();
  for (const End end : {End::kClient, End::kServer}) {
    if (closed_ || DirectionFrom(end).closing) continue;
    callbacks_[static_cast<std::size_t>(end)].on_writable();
  }
}

bool BytePipe::HasRoom(End from, std::size_t bytes) {
  Direction& direction = DirectionFrom(from);
  if (starting_ || closed_ || direction.closing) return false;
  if (direction.links.empty()) return true;
  if (direction.links.front()->HasRoom(bytes, scheduler_->now())) return true;
  direction.waiting_bytes = bytes;
  if (!direction.waiting) {
    // Not straight to RoomAt: who already waits and finds no room in this
    // instant gets in line first, and so writers take turns.
    direction.waiting = scheduler_->At(scheduler_->now(), [&direction] {
      direction.pipe->WakeWriter(direction);
    });
  }
  return false;
}

void BytePipe::WakeWriter(Direction& direction) {
  direction.waiting.reset();
  const base::Instant room_at = direction.links.front()->RoomAt(
      direction.waiting_bytes, scheduler_->now());
  if (room_at > scheduler_->now()) {
    direction.waiting = scheduler_->At(
        room_at, [&direction] { direction.pipe->WakeWriter(direction); });
    return;
  }
  callbacks_[static_cast<std::size_t>(direction.from)].on_writable();
}

void BytePipe::Write(End from, absl::Span<const std::uint8_t> bytes) {
  Direction& direction = DirectionFrom(from);
  BASE_CHECK(!starting_ && !closed_ && !direction.closing);
  Launch(direction, bytes, /*end=*/false);
}

void BytePipe::Close(End from) {
  Direction& direction = DirectionFrom(from);
  if (closed_ || direction.closing) return;
  direction.closing = true;
  if (direction.waiting) scheduler_->Cancel(*direction.waiting);
  direction.waiting.reset();
  Launch(direction, {}, /*end=*/true);
}

void BytePipe::Reset() {
  if (closed_) return;
  CancelAll();
  for (Callbacks& callbacks : callbacks_) callbacks.on_closed();
}

void BytePipe::CancelAll() {
  closed_ = true;
  if (starting_) scheduler_->Cancel(*starting_);
  starting_.reset();
  for (Direction& direction : directions_) {
    if (direction.waiting) scheduler_->Cancel(*direction.waiting);
    direction.waiting.reset();
    for (const Segment& segment : direction.in_flight) {
      scheduler_->Cancel(segment.event);
    }
    direction.in_flight.clear();
  }
}

void BytePipe::Launch(Direction& direction,
                      absl::Span<const std::uint8_t> bytes, bool end) {
  Segment& segment = direction.in_flight.emplace_back();
  if (!direction.spare.empty()) {
    segment.bytes = std::move(direction.spare.back());
    direction.spare.pop_back();
  }
  segment.bytes.assign(bytes.begin(), bytes.end());
  segment.end = end;
  const std::uint64_t sequence =
      direction.first + direction.in_flight.size() - 1;
  if (direction.links.empty()) {
    segment.event = scheduler_->At(scheduler_->now(), [&direction, sequence] {
      direction.pipe->Advance(direction, sequence);
    });
    return;
  }
  Advance(direction, sequence);
}

void BytePipe::Advance(Direction& direction, std::uint64_t sequence) {
  Segment& segment = direction.in_flight[sequence - direction.first];
  if (segment.hop == direction.links.size()) {
    segment.arrived = true;
    Deliver(direction);
    return;
  }
  const base::Instant now = scheduler_->now();
  Link& link = *direction.links[segment.hop];
  const Link::Sent sent = link.Send(segment.bytes.size(), now);
  base::Instant next = now + resend_after_;
  if (sent.outcome == Link::Outcome::kDelivered) {
    ++segment.hop;
    next = sent.arrival;
  } else if (sent.outcome == Link::Outcome::kQueueFull && segment.hop == 0) {
    next = link.RoomAt(segment.bytes.size(), now);  // The sender waits.
  } else {
    segment.hop = 0;
  }
  segment.event = scheduler_->At(next, [&direction, sequence] {
    direction.pipe->Advance(direction, sequence);
  });
}

void BytePipe::Deliver(Direction& direction) {
  while (!direction.in_flight.empty() && direction.in_flight.front().arrived) {
    Segment segment = std::move(direction.in_flight.front());
    direction.in_flight.pop_front();
    ++direction.first;
    const bool hears =
        !directions_[1 - static_cast<std::size_t>(direction.from)].closing;
    if (segment.end) {
      CancelAll();
      if (hears) Receiver(direction).on_closed();
      return;
    }
    if (hears) Receiver(direction).on_received(segment.bytes);
    if (closed_) return;
    direction.spare.push_back(std::move(segment.bytes));
  }
}

}  // namespace sim
