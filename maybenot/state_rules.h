// The rules for the parts of a state: what the reference refuses, and no more.
// SOURCE: spec/maybenot.md 1.4.
#ifndef MAYBENOT_STATE_RULES_H_
#define MAYBENOT_STATE_RULES_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace maybenot {

// Errors of all: kInvalidArgument naming field, value and bound, from the state
// on ("transition NormalSent[1].probability is 1.5: ...").

absl::Status ValidateAction(const Action& action);

// Requires: which < 2; 0 is counter A.
absl::Status ValidateCounter(std::size_t which, const Counter& counter);

// The targets of `event`, which has a list, in a machine of `num_states`.
absl::Status ValidateList(Event event, absl::Span<const Trans> list,
                          std::size_t num_states);

}  // namespace maybenot

#endif  // MAYBENOT_STATE_RULES_H_
