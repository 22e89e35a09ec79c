// What waits in the simulator's queues.
#ifndef MAYBENOT_SIMULATOR_QUEUED_EVENT_H_
#define MAYBENOT_SIMULATOR_QUEUED_EVENT_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/time.h"
#include "maybenot/event.h"

namespace maybenot::simulator {

// Later than any event.
inline constexpr base::Instant kNever = base::Instant::max();

// The kinds of events in the order in which they go at one instant.
// SOURCE: spec/maybenot.md section 5, "Heap order".
enum class Rank : std::uint8_t {
  kTunnelSent,
  kNormalSent,
  kPaddingSent,
  kTunnelRecv,
  kNormalRecv,
  kPaddingRecv,
  kBlockingBegin,
  kBlockingEnd,
  kTimerBegin,
  kTimerEnd,
};

constexpr Event EventOf(Rank rank) {
  constexpr std::array<Event, 10> kEvents = {
      Event::kTunnelSent,    Event::kNormalSent,  Event::kPaddingSent,
      Event::kTunnelRecv,    Event::kNormalRecv,  Event::kPaddingRecv,
      Event::kBlockingBegin, Event::kBlockingEnd, Event::kTimerBegin,
      Event::kTimerEnd};
  return kEvents[static_cast<std::size_t>(rank)];
}

struct QueuedEvent {
  base::Instant at = kNever;  // When the framework is told.
  // Between what happens and its report, or for padding between the report and
  // what happens. SOURCE: spec/maybenot.md section 5, "Integration".
  base::Duration integration_delay = base::Duration(0);
  MachineId machine = MachineId{0};  // As TriggerEvent's.
  Rank rank = Rank::kTimerEnd;
  bool padding = false;  // Of packets: not a normal one.
  bool bypass = false;   // Of padding, and of packets that blocking passes.
  bool replace = false;  // Of kPaddingSent.
};

struct EarlierEvent {
  // Without a branch: which of two is earlier cannot be foretold.
  bool operator()(const QueuedEvent& a, const QueuedEvent& b) const {
    const bool earlier = a.at < b.at;
    const bool lower = a.rank < b.rank;
    return earlier | ((a.at == b.at) & lower);
  }
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_QUEUED_EVENT_H_
