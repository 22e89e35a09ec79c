// One end of a simulated connection.
#ifndef MAYBENOT_SIMULATOR_SIDE_H_
#define MAYBENOT_SIMULATOR_SIDE_H_

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/simulator/bottleneck.h"
#include "maybenot/simulator/event_queue.h"
#include "maybenot/simulator/integration.h"
#include "maybenot/simulator/machine_timers.h"
#include "maybenot/simulator/pending_shifts.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {

// A framework, what its machines have asked for and not got yet, whether its
// outgoing packets are blocked, and the events that wait for it.
class Side {
 public:
  Side(SideName name, Framework framework, EventQueue queue,
       IntegrationDelays delays, Bottleneck bottleneck, bool strict_reference);

  SideName name() const { return name_; }
  bool is_client() const { return name_ == SideName::kClient; }

  // Tells the framework, and arms the timers that its machines ask for.
  void Trigger(const QueuedEvent& event, base::Instant now) {
    if (begin_pending_ && event.rank == Rank::kBlockingBegin) {
      NoteBeginTold(now);
    }
    const TriggerEvent told{EventOf(event.rank), MachineId{event.machine}};
    const absl::Span<const TriggerAction> actions =
        framework_.TriggerEvents({&told, 1}, now);
    if (!actions.empty()) Install(actions, now);
  }

  // When the first of these is due: blocking_end(), next_timer(),
  // next_action().
  base::Instant next_wake() const { return next_wake_; }
  base::Instant next_action() const { return action_timers_.next(); }
  base::Instant next_timer() const { return internal_timers_.next(); }

  // The first internal timer expires: TimerEnd.
  QueuedEvent ExpireTimer();
  // The first action's timeout is over: PaddingSent, or blocks: BlockingBegin.
  QueuedEvent ExpireAction();

  bool blocked() const { return blocked_until_ != kNever; }
  bool blocking_bypassable() const { return blocking_bypassable_; }

  // When blocking ends; kNever: it does not, or not before its beginning was
  // told.
  base::Instant blocking_end() const {
    return begin_pending_ && begin_told_at_ == blocked_until_ ? kNever
                                                              : blocked_until_;
  }

  // Not before when blocked packets may go; `now` without blocking.
  base::Instant HeldUntil(base::Instant now) const {
    if (!blocked()) return now;
    return blocking_end() == kNever ? blocked_until_ + base::Duration(1)
                                    : blocked_until_;
  }

  // Blocking ends: BlockingEnd, when it is told. Requires: blocked().
  QueuedEvent EndBlocking();

  EventQueue& queue() { return queue_; }
  const EventQueue& queue() const { return queue_; }
  IntegrationDelays& delays() { return delays_; }
  Bottleneck& bottleneck() { return bottleneck_; }

 private:
  void NoteBeginTold(base::Instant now);
  void UpdateWake() {
    next_wake_ = std::min({blocking_end(), next_timer(), next_action()});
  }
  void Install(absl::Span<const TriggerAction> actions, base::Instant now);
  QueuedEvent Block(const TriggerAction& action, base::Instant now);

  base::Instant next_wake_ = kNever;
  SideName name_;
  bool strict_reference_;
  bool blocking_bypassable_ = false;  // Kept when blocking ends.
  // BlockingBegin of what blocks waits in the queue, to be told at
  // begin_told_at_. Never so with strict_reference_.
  bool begin_pending_ = false;
  base::Instant begin_told_at_;
  base::Instant blocked_until_ = kNever;  // kNever: not blocked.
  Framework framework_;
  EventQueue queue_;
  MachineTimers action_timers_;
  MachineTimers internal_timers_;
  std::vector<TriggerAction> actions_;  // By machine, of action_timers_.
  IntegrationDelays delays_;
  Bottleneck bottleneck_;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_SIDE_H_
