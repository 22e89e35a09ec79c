#include "maybenot/simulator/event_queue.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/types/span.h"

namespace maybenot::simulator {
namespace {

// The latest time in `heap`, from `place` downwards, that is at most `bound`,
// or `latest` if that is later. Looks at no more than those and what is right
// below them.
base::Instant Latest(absl::Span<const QueuedEvent> heap, std::size_t place,
                     base::Instant bound, base::Instant latest) {
  if (place >= heap.size() || heap[place].at > bound) return latest;
  latest = std::max(latest, heap[place].at);
  latest = Latest(heap, 2 * place + 1, bound, latest);
  return Latest(heap, 2 * place + 2, bound, latest);
}

}  // namespace

EventQueue::EventQueue(std::vector<BasePacket> base) : base_(std::move(base)) {
  const auto earlier = [](const BasePacket& a, const BasePacket& b) {
    return a.at < b.at;
  };
  if (!std::is_sorted(base_.begin(), base_.end(), earlier)) {
    std::stable_sort(base_.begin(), base_.end(), earlier);
  }
  if (!base_.empty()) next_base_at_ = base_.front().at;
  FindFirstFree();
}

EventQueue::Head EventQueue::First() const {
  const Head outgoing = FirstHeld(false);
  return first_free_.at < outgoing.at ? first_free_ : outgoing;
}

EventQueue::Head EventQueue::FirstHeld(bool bypassable) const {
  Head first;
  if (!bypassable && !bypassable_.empty()) {
    first = {bypassable_.top().at, Rank::kTunnelSent, Lane::kBypassable};
  }
  if (!blocking_.empty() && blocking_.top().at < first.at) {
    first = {blocking_.top().at, Rank::kTunnelSent, Lane::kBlocking};
  }
  return first;
}

EventQueue::Head EventQueue::FirstFree(bool bypassable) const {
  if (!bypassable || bypassable_.empty()) return first_free_;
  const Head passing{bypassable_.top().at, Rank::kTunnelSent,
                     Lane::kBypassable};
  const bool behind_base =
      first_free_.exists() && first_free_.lane == Lane::kBase;
  const base::Instant free_at =
      behind_base ? first_free_.at - shift_ : first_free_.at;
  return passing.at <= free_at ? passing : first_free_;
}

void EventQueue::Shift(base::Duration delay) {
  shift_ = std::min(shift_ + delay, kMaxShift);
  if (next_base_at_ == kNever) return;
  next_base_at_ = base_[next_base_].at + shift_;
  FindFirstFree();
}

void EventQueue::GiveUpNext() {
  has_next_ = false;
  Push(next_);
}

base::Instant EventQueue::LatestOutgoing(base::Instant least,
                                         base::Instant bound) const {
  const base::Instant latest = Latest(blocking_.items(), 0, bound, least);
  return Latest(bypassable_.items(), 0, bound, latest);
}

}  // namespace maybenot::simulator
