// Whether outgoing traffic is blocked, until when, and whether padding may
// bypass it. SOURCE: spec/maybenot.md section 4, "BlockOutgoing on expiry".
#ifndef MAYBENOT_BLOCKING_H_
#define MAYBENOT_BLOCKING_H_

#include <optional>

#include "base/time.h"
#include "maybenot/action.h"

namespace maybenot {

// One state for all machines of a side: whoever blocks last and longest, or
// replaces, decides.
class Blocking {
 public:
  bool active() const { return until_.has_value(); }
  std::optional<base::Instant> until() const { return until_; }
  bool bypassable() const { return active() && bypassable_; }

  // A kBlockOutgoing action has expired: starts, extends or replaces, together
  // with the flag; without `replace`, what would end no later than the present
  // blocking changes nothing. Of zero length, it is due to end at once.
  void Apply(const TriggerAction& block, base::Instant now);

  void End() { until_.reset(); }

 private:
  std::optional<base::Instant> until_;
  bool bypassable_ = false;
};

}  // namespace maybenot

#endif  // MAYBENOT_BLOCKING_H_
