// States of machines drawn at random.
#ifndef MACHINES_GENERATION_RANDOM_STATE_H_
#define MACHINES_GENERATION_RANDOM_STATE_H_

#include <cstdint>

#include "base/random.h"
#include "base/sample/uniform.h"
#include "maybenot/state.h"

namespace generation {

// What one state is drawn by.
struct StateTraits {
  std::uint32_t num_states;  // Of its machine.
  bool blocks;               // BlockOutgoing, and the events of blocking.
  bool expressive;           // Counters, timers, signals.
  std::uint64_t count_point;
  double duration_point;               // Microseconds.
  base::RealRange min_action_timeout;  // Microseconds.
};

// Each draw is maybenot-gen 1.0.1's, in its order.
// SOURCE: spec/maybenot.md 6.2.
maybenot::State DrawState(const StateTraits& traits, base::Random& random);

// A state that Tor's circuit padding has, too: padding alone, sure transitions.
// `blocks` and `expressive` do not count.
maybenot::State DrawCircpadState(const StateTraits& traits,
                                 base::Random& random);

}  // namespace generation

#endif  // MACHINES_GENERATION_RANDOM_STATE_H_
