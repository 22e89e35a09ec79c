// Small machines out of a fuzz target's bytes.
#ifndef FUZZ_MADE_MACHINE_H_
#define FUZZ_MADE_MACHINE_H_

#include <cstddef>

#include "fuzz/input.h"
#include "maybenot/event.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/specs.h"

namespace fuzz {

// In microseconds; zero twice as often, and one that never comes.
inline double MakeTime(Input& in) {
  constexpr double kMicroseconds[] = {0, 0, 1, 2, 5, 10, 100, 1e12};
  return kMicroseconds[in.Below(8)];
}

inline maybenot::specs::StateBuilder MakeState(Input& in) {
  namespace specs = maybenot::specs;
  const std::size_t kind = in.Below(6);
  const specs::Flags flags = {.bypass = in.Flag(), .replace = in.Flag()};
  switch (kind) {
    case 0:
      return specs::Idle();
    case 1:
      return specs::Cancels(static_cast<maybenot::Timer>(in.Below(3)));
    case 2:
      return specs::SetsTimer(MakeTime(in), flags.replace);
    case 3: {
      const double timeout_us = MakeTime(in);
      return specs::Blocks(
          {.timeout_us = timeout_us, .duration_us = MakeTime(in)}, flags);
    }
    default:
      return specs::Pads(MakeTime(in), flags);
  }
}

// Up to four states, of any actions, that any events lead between.
inline maybenot::MachineSpec MakeSpec(Input& in) {
  maybenot::MachineSpec spec;
  const std::size_t num_states = 1 + in.Below(4);
  for (std::size_t i = 0; i < num_states; ++i) {
    maybenot::specs::StateBuilder state = MakeState(in);
    for (std::size_t edges = in.Below(5); edges > 0; --edges) {
      const auto event =
          static_cast<maybenot::Event>(in.Below(maybenot::kEventCount));
      const std::size_t target = in.Below(num_states + 1);
      state =
          state.On(event, target == num_states ? maybenot::kStateEnd : target);
    }
    spec.states.push_back(state.state());
  }
  return spec;
}

}  // namespace fuzz

#endif  // FUZZ_MADE_MACHINE_H_
