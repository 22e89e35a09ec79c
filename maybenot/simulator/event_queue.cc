#include "maybenot/simulator/event_queue.h"

#include <algorithm>
#include <cstddef>
#include <utility>

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
}

EventQueue::Head EventQueue::FirstHeld(bool bypassable) const {
  Head first;
  if (!bypassable) Take(bypassable_, Lane::kBypassable, first);
  Take(blocking_, Lane::kBlocking, first);
  return first;
}

EventQueue::Head EventQueue::FirstFree(bool bypassable,
                                       base::Duration shift) const {
  Head first;
  Take(internal_, Lane::kInternal, first);
  TakeBase(shift, first);
  if (!bypassable || bypassable_.empty()) return first;
  Head passing;
  Take(bypassable_, Lane::kBypassable, passing);
  const base::Instant unshifted =
      first.lane == Lane::kBase ? first.at - shift : first.at;
  const bool goes_first =
      !first.exists() || passing.at < unshifted ||
      (passing.at == unshifted && passing.rank < first.rank);
  return goes_first ? passing : first;
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
