// When the packets of the input trace begin to come later than it says.
#ifndef MAYBENOT_SIMULATOR_PENDING_SHIFTS_H_
#define MAYBENOT_SIMULATOR_PENDING_SHIFTS_H_

#include <queue>
#include <vector>

#include "base/time.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {

// The two sides of a simulation.
enum class SideName : bool { kServer, kClient };

// What an endpoint sends depends on what it received, so a packet that blocking
// or the bottleneck delayed for long delays those after it on both sides, some
// network delays later, and for good. SOURCE: spec/maybenot.md section 5,
// "Aggregate delay".
class PendingShifts {
 public:
  // What is so close behind a packet is of one burst with it, and so close
  // behind one that is blocked, near it: its own delay is then the one to
  // count.
  static constexpr base::Duration kBurst = base::Milliseconds(1);
  static constexpr base::Duration kAdjacent = base::Milliseconds(100);

  // Whether what comes at `next`, kNever if nothing does, is of one burst with
  // `packet`, or before it.
  static constexpr bool IsOfBurst(base::Instant next, base::Instant packet) {
    return next != kNever && next - packet <= kBurst;
  }

  struct Shift {
    base::Instant at;
    base::Duration delay;
    SideName side;  // Whose packets come later.
  };

  // `network_delay`: one way.
  explicit PendingShifts(base::Duration network_delay)
      : network_delay_(network_delay) {}

  // At `now`, `where` lets go of a packet that it held back by `delay`.
  void Add(base::Duration delay, base::Instant now, SideName where);

  // When the next shift takes effect; kNever: none is to come.
  base::Instant next() const { return next_; }

  // Takes it out. Requires: there is one.
  Shift PopNext();

 private:
  struct Later {
    bool operator()(const Shift& a, const Shift& b) const {
      return a.at > b.at;
    }
  };

  void FindNext() { next_ = shifts_.empty() ? kNever : shifts_.top().at; }

  base::Instant next_ = kNever;
  base::Duration network_delay_;
  // Those of one instant may take effect in any order: nothing else happens
  // between them.
  std::priority_queue<Shift, std::vector<Shift>, Later> shifts_;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_PENDING_SHIFTS_H_
