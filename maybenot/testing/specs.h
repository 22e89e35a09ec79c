// Machines for tests, a line a state:
//
//   MachineSpec spec = specs::Spec({
//       specs::Idle().On(Event::kNormalSent, 1),
//       specs::Pads(20'000, {.bypass = true}).On(Event::kPaddingSent, 1),
//   });
#ifndef MAYBENOT_TESTING_SPECS_H_
#define MAYBENOT_TESTING_SPECS_H_

#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/state.h"

namespace maybenot::specs {

// Always `value`, without a draw.
Dist Exactly(double value);

// A state under construction. Without limits, transitions and counters but
// those it is given.
class StateBuilder {
 public:
  explicit StateBuilder(State state) : state_(std::move(state)) {}

  // Always to `target`; kStateEnd and kStateSignal are targets too.
  StateBuilder On(Event event, std::uint64_t target) const;
  StateBuilder On(Event event, std::vector<Trans> list) const;

  // How often the action may be taken. Requires: it has one, not a Cancel.
  StateBuilder Limit(double events) const;

  StateBuilder CounterA(Counter counter) const;
  StateBuilder CounterB(Counter counter) const;

  const State& state() const { return state_; }

 private:
  State state_;
};

struct Flags {
  bool bypass = false;
  bool replace = false;
};
struct BlockTimes {
  double timeout_us = 0;
  double duration_us = 0;
};

StateBuilder Idle();
StateBuilder Pads(double timeout_us, Flags flags = {});
StateBuilder Blocks(BlockTimes times, Flags flags = {});
StateBuilder SetsTimer(double us, bool replace = false);
StateBuilder Cancels(Timer timer);

// Without limits of the machine's own: fractions and allowances are 0.
MachineSpec Spec(std::initializer_list<StateBuilder> states);

// Requires: they are valid.
Machines Compile(std::vector<MachineSpec> specs);

}  // namespace maybenot::specs

#endif  // MAYBENOT_TESTING_SPECS_H_
