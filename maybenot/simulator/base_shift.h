// How much later the packets of the input trace come than it says.
#ifndef MAYBENOT_SIMULATOR_BASE_SHIFT_H_
#define MAYBENOT_SIMULATOR_BASE_SHIFT_H_

#include <cstdint>
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
class BaseShift {
 public:
  // What is so close behind a packet is of one burst with it, and so close
  // behind one that is blocked, near it: its own delay is then the one to
  // count.
  static constexpr base::Duration kBurst = base::Milliseconds(1);
  static constexpr base::Duration kAdjacent = base::Milliseconds(100);

  // No shift grows beyond: 73 years.
  static constexpr base::Duration kMax = base::Duration(std::int64_t{1} << 61);

  // `network_delay`: one way.
  explicit BaseShift(base::Duration network_delay)
      : network_delay_(network_delay) {}

  base::Duration client() const { return client_; }
  base::Duration server() const { return server_; }

  // At `now`, `where` lets go of a packet that it held back by `delay`.
  void Add(base::Duration delay, base::Instant now, SideName where);

  // When the next shift takes effect; kNever: none is to come.
  base::Instant next() const {
    return pending_.empty() ? kNever : pending_.top().at;
  }

  // That shift takes effect. Requires: there is one.
  void ApplyNext();

 private:
  struct Pending {
    base::Instant at;
    base::Duration delay;
    SideName side;
  };
  struct Later {
    bool operator()(const Pending& a, const Pending& b) const {
      return a.at > b.at;
    }
  };

  base::Duration network_delay_;
  base::Duration client_ = base::Duration(0);
  base::Duration server_ = base::Duration(0);
  // Those of one instant may take effect in any order: nothing else happens
  // between them.
  std::priority_queue<Pending, std::vector<Pending>, Later> pending_;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_BASE_SHIFT_H_
