// Whether a machine can always go on.
#ifndef MACHINES_GENERATION_LIVENESS_H_
#define MACHINES_GENERATION_LIVENESS_H_

#include "absl/types/span.h"
#include "maybenot/state.h"

namespace generation {

// Whether every state reaches every other by events that need no machine:
// normal and tunnel packets, sent and received. Only transitions of probability
// 0.05 or more count. O(states + transitions). Requires: targets below the
// number of states, END or SIGNAL. SOURCE: spec/maybenot.md 6.2.
bool IsLive(absl::Span<const maybenot::State> states);

}  // namespace generation

#endif  // MACHINES_GENERATION_LIVENESS_H_
