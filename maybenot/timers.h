// The two timers that a host keeps for each machine.
// SOURCE: spec/maybenot.md section 4, "Action timer", "UpdateTimer".
#ifndef MAYBENOT_TIMERS_H_
#define MAYBENOT_TIMERS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace maybenot {

// An action timer, whose action is carried out when it expires, and an internal
// timer a machine. They expire in the order of their deadlines; at one instant,
// internal timers first; within a kind, by machine. O(machines) a call, as the
// framework's own is.
class Timers {
 public:
  struct Expired {
    MachineId machine;
    std::optional<TriggerAction> action;  // None: the internal timer.
  };

  explicit Timers(std::size_t machines)
      : actions_(machines), internal_(machines) {}

  // kSendPadding and kBlockOutgoing: overwrites what is pending.
  void SetAction(const TriggerAction& action, base::Instant now);

  // kUpdateTimer. Without `replace`, only a later end is taken, so one of zero
  // length is never set. Returns whether the timer was set or changed.
  bool UpdateInternal(const TriggerAction& update, base::Instant now);

  // kCancel: nothing will be told about it.
  void Cancel(MachineId machine, Timer which);
  void CancelAll();

  bool has_action() const;

  std::optional<base::Instant> Next() const;

  // Takes out the first one. Requires: Next() is set.
  Expired PopFirst();

 private:
  struct Pending {
    base::Instant due;
    TriggerAction action;
  };

  std::vector<std::optional<Pending>> actions_;
  std::vector<std::optional<base::Instant>> internal_;
};

}  // namespace maybenot

#endif  // MAYBENOT_TIMERS_H_
