// Runs machines: events in, actions out. SOURCE: spec/maybenot.md section 2.
//
//   ASSIGN_OR_RETURN(Machine machine, Machine::Parse("02eN..."));
//   auto machines = std::make_shared<const std::vector<Machine>>(1, machine);
//   ASSIGN_OR_RETURN(Framework framework,
//                    Framework::Create(machines, {}, random, now));
//   while (...) {
//     const TriggerEvent event = ...;  // What just happened.
//     for (const TriggerAction& action : framework.TriggerEvents({&event, 1},
//     now)) {
//       // Cancel, or arm the machine's action or internal timer. When it
//       // expires, act and report PaddingSent, BlockingBegin or TimerEnd.
//     }
//   }
//
// Most hosts want maybenot/defender.h, which does that part for them.
#ifndef MAYBENOT_FRAMEWORK_H_
#define MAYBENOT_FRAMEWORK_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/budget.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/program.h"

namespace maybenot {

// With one machine 240 bytes and no allocation; with more, one allocation for
// their progress and one for their actions, at construction. Keeps no timers
// and reads no clock: `now` is used for the accounting of blocking; if it goes
// back, that accounting is off and nothing else.
class Framework {
 public:
  // max_padding_frac and max_blocking_frac, over all machines; 0: no limit.
  using Limits = Budget::Limits;

  // Draws the limits of the machines' first states from `random`.
  // Errors: kInvalidArgument if a fraction is NaN or outside [0, 1].
  static absl::StatusOr<Framework> Create(Machines machines, Limits limits,
                                          base::Random random,
                                          base::Instant now);

  // Handles `events` in their order, at one instant. Returns at most one action
  // a machine, in the order of machines; valid until the next call.
  // Cost: O(machines) an event; no allocation.
  absl::Span<const TriggerAction> TriggerEvents(
      absl::Span<const TriggerEvent> events, base::Instant now) {
    // Of most calls' one event, nothing comes: then that is seen here.
    if (events.size() == 1 && !Heeds(events[0].event) && !any_scheduled_ &&
        signal_ == Signal::kNone) {
      Count(events[0].event);
      return {};
    }
    return HandleEvents(events, now);
  }

  std::size_t num_machines() const { return runtimes_.size(); }

  // Whether every machine is in its end state; true of no machines.
  bool all_machines_ended() const { return ended_ == runtimes_.size(); }

  // The generator in its present state, for a framework that succeeds this one.
  const base::Random& random() const { return random_; }

 private:
  // One machine's progress.
  struct Runtime {
    const Program* program;
    Program::StateIndex state = 0;  // Or Program::kEnd.
    std::uint16_t event_mask = 0;   // Of the state; 0 in the end state.
    bool scheduled = false;         // An action, in the present call.
    std::uint64_t limit = 0;        // Of the state's action; what is left.
    std::uint64_t padding_sent = 0;
    std::array<std::uint64_t, 2> counters = {};  // A, B.
  };
  enum class Signal : std::uint8_t { kNone, kAllExcept, kAll };

  Framework(Machines machines, Limits limits, base::Random random,
            base::Instant now);

  absl::Span<const TriggerAction> HandleEvents(
      absl::Span<const TriggerEvent> events, base::Instant now);
  // Whether `event` can do anything at all.
  bool Heeds(Event event) const {
    const auto number = static_cast<unsigned>(event);
    return number < kEventCount && (heeded_ >> number & 1u) != 0;
  }
  // What counts whether or not it is heeded.
  void Count(Event event) {
    if (event == Event::kNormalSent) budget_.CountNormalSent();
  }
  void UpdateHeeded();
  std::uint32_t IndexOf(const Runtime& runtime) const {
    return static_cast<std::uint32_t>(&runtime - runtimes_.data());
  }
  void Process(const TriggerEvent& event);
  // Those that return bool: whether the machine has changed its state.
  void TransitionAll(Event event);
  bool Transition(Runtime& runtime, Event event);
  bool Follow(Runtime& runtime, Event event);
  void RaiseSignal(const Runtime& runtime);
  void DeliverSignals();
  void Enter(Runtime& runtime, Program::StateIndex state);
  void End(Runtime& runtime);
  void DecrementLimit(Runtime& runtime);
  // Whether a counter was zeroed that had not been in this call.
  bool UpdateCounters(Runtime& runtime, const Program::CounterPair& codes);
  void Schedule(Runtime& runtime, const Program::ActionCode& code);
  absl::Span<const TriggerAction> CollectActions();

  bool IsBelowLimits(const Runtime& runtime,
                     const Program::ActionCode& code) const;

  // Bit i: some machine's state has a list for event i, or it moves limits.
  // Exact between calls; within one, bits may be left over from states before.
  std::uint16_t heeded_ = 0;
  bool heeded_changed_ = false;
  Signal signal_ = Signal::kNone;
  bool any_scheduled_ = false;
  std::array<bool, 2> counter_zeroed_ = {};  // In the present call; A, B.
  base::Instant now_;
  // One machine, as most hosts have it, is in the object itself: an event that
  // reaches one of many instances then waits for neighbouring lines of memory
  // only, and all at once.
  absl::InlinedVector<Runtime, 1> runtimes_;
  Budget budget_;
  base::Random random_;
  // During a call one slot a machine; afterwards the scheduled ones in front.
  absl::InlinedVector<TriggerAction, 1> actions_;
  Machines machines_;
  std::uint32_t ended_ = 0;  // Machines in their end state.
  std::uint32_t signal_excluded_ = 0;
};

}  // namespace maybenot

#endif  // MAYBENOT_FRAMEWORK_H_
