// When something is due for each machine.
#ifndef MAYBENOT_SIMULATOR_MACHINE_TIMERS_H_
#define MAYBENOT_SIMULATOR_MACHINE_TIMERS_H_

#include <cstddef>
#include <vector>

#include "base/time.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {

// At most one timer a machine. Which is due first is kept, so that only a
// change of that one costs O(machines).
class MachineTimers {
 public:
  explicit MachineTimers(std::size_t machines) : due_(machines, kNever) {}

  // kNever: no timer is set.
  base::Instant next() const { return next_; }

  // The machine whose timer is due first; of several, the lowest. Requires: a
  // timer is set.
  std::size_t first() const { return first_; }

  // kNever if `machine` has no timer.
  base::Instant due(std::size_t machine) const { return due_[machine]; }

  // In place of the machine's timer, if it has one.
  void Set(std::size_t machine, base::Instant at) {
    due_[machine] = at;
    if (at < next_ || (at == next_ && machine < first_)) {
      next_ = at;
      first_ = machine;
    } else if (machine == first_ && at != next_) {
      FindFirst();
    }
  }

  void Clear(std::size_t machine) { Set(machine, kNever); }

 private:
  void FindFirst();

  std::vector<base::Instant> due_;
  base::Instant next_ = kNever;
  std::size_t first_ = 0;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_MACHINE_TIMERS_H_
