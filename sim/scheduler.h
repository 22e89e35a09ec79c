// Virtual time: a clock and an ordered queue of events. The only scheduler in
// tests and in `lab --backend sim`.
#ifndef SIM_SCHEDULER_H_
#define SIM_SCHEDULER_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "base/time.h"

namespace sim {

// Runs callbacks in the order of (instant, sequence of scheduling). Time moves
// only between callbacks. Not for more than one thread.
class Scheduler {
 public:
  enum class EventId : std::uint64_t {};

  base::Instant now() const;

  // Calls `callback` at `at`; an instant in the past is now. Callbacks may
  // schedule and cancel.
  EventId At(base::Instant at, std::function<void()> callback);

  // Idempotent; an event that has run is ignored.
  void Cancel(EventId event);

  // Runs the next event; false when there is none.
  bool Step();
  // Runs all events up to and including `end`; then now() is `end`.
  void RunUntil(base::Instant end);

  std::optional<base::Instant> NextEvent() const;
  std::uint64_t events_run() const;
};

}  // namespace sim

#endif  // SIM_SCHEDULER_H_
