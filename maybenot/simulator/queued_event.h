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

inline constexpr std::array<Event, 10> kEventOfRank = {
    Event::kTunnelSent,    Event::kNormalSent,  Event::kPaddingSent,
    Event::kTunnelRecv,    Event::kNormalRecv,  Event::kPaddingRecv,
    Event::kBlockingBegin, Event::kBlockingEnd, Event::kTimerBegin,
    Event::kTimerEnd};

constexpr Event EventOf(Rank rank) {
  return kEventOfRank[static_cast<std::size_t>(rank)];
}

// Whole microseconds between what happens and its report, or for padding
// between the report and what happens. SOURCE: spec/maybenot.md section 5,
// "Integration".
enum class IntegrationDelay : std::uint32_t {};

constexpr base::Duration ToDuration(IntegrationDelay delay) {
  return base::Microseconds(static_cast<std::int64_t>(delay));
}

constexpr IntegrationDelay operator+(IntegrationDelay a, IntegrationDelay b) {
  return static_cast<IntegrationDelay>(static_cast<std::uint32_t>(a) +
                                       static_cast<std::uint32_t>(b));
}

// Of 16 bytes, because heaps move them.
struct QueuedEvent {
  // As many machines as a side may have.
  static constexpr std::size_t kMaxMachines = std::size_t{1} << 16;

  base::Instant at = kNever;  // When the framework is told.
  IntegrationDelay integration_delay = IntegrationDelay{0};
  std::uint16_t machine = 0;  // As TriggerEvent's.
  Rank rank = Rank::kTimerEnd;
  bool padding : 1 = false;  // Of packets: not a normal one.
  bool bypass : 1 = false;   // Of padding, and of packets that blocking passes.
  bool replace : 1 = false;  // Of kPaddingSent.
};
static_assert(sizeof(QueuedEvent) == 16);

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
