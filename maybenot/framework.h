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
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"

namespace maybenot {

// Allocates at construction only. Keeps no timers and reads no clock: `now` is
// used for the accounting of blocking; if it goes back, that accounting is off
// and nothing else.
class Framework {
 public:
  // Fractions over all machines; 0 means no limit.
  struct Limits {
    double max_padding_frac = 0;   // Of all packets sent, in [0, 1].
    double max_blocking_frac = 0;  // Of the time since the start, in [0, 1].
  };

  // Draws the limits of the machines' first states from `random`.
  // Errors: kInvalidArgument if a fraction is NaN or outside [0, 1].
  static absl::StatusOr<Framework> Create(Machines machines, Limits limits,
                                          base::Random random,
                                          base::Instant now);

  // Handles `events` in their order, at one instant. Returns at most one action
  // a machine, in the order of machines; valid until the next call.
  // Cost: O(machines) an event; no allocation.
  absl::Span<const TriggerAction> TriggerEvents(
      absl::Span<const TriggerEvent> events, base::Instant now);

  std::size_t num_machines() const { return machines_->size(); }

  // Whether every machine is in its end state; true of no machines.
  bool all_machines_ended() const;

  // The generator in its present state, for a framework that succeeds this one.
  const base::Random& random() const { return random_; }

 private:
  struct Runtime;  // To be laid out by framework.cc's author in this header.

  Machines machines_;
  base::Random random_;
};

}  // namespace maybenot

#endif  // MAYBENOT_FRAMEWORK_H_
