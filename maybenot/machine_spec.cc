#include "maybenot/machine_spec.h"

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "maybenot/event.h"
#include "maybenot/state.h"
#include "maybenot/state_rules.h"

namespace maybenot {
namespace {

// "Out of [0, 1]" and not "in": NaN passes, as in the reference.
absl::Status ValidateFraction(absl::string_view field, double value) {
  if (value < 0 || value > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, " is ", value, ": must be from 0 to 1"));
  }
  return absl::OkStatus();
}

absl::Status ValidateState(const State& state, std::size_t num_states) {
  for (std::size_t event = 0; event < kEventCount; ++event) {
    if (!state.transitions[event]) continue;
    RETURN_IF_ERROR(ValidateList(static_cast<Event>(event),
                                 *state.transitions[event], num_states));
  }
  if (state.action) RETURN_IF_ERROR(ValidateAction(*state.action));
  for (std::size_t i = 0; i < state.counters.size(); ++i) {
    if (!state.counters[i]) continue;
    RETURN_IF_ERROR(ValidateCounter(i, *state.counters[i]));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MachineSpec::Validate() const {
  RETURN_IF_ERROR(ValidateLimits(states.size()));
  for (std::size_t i = 0; i < states.size(); ++i) {
    const absl::Status status = ValidateState(states[i], states.size());
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("state ", i, ", ", status.message()));
    }
  }
  return absl::OkStatus();
}

absl::Status MachineSpec::ValidateLimits(std::size_t num_states) const {
  RETURN_IF_ERROR(ValidateFraction("max_padding_frac", max_padding_frac));
  RETURN_IF_ERROR(ValidateFraction("max_blocking_frac", max_blocking_frac));
  if (num_states == 0 || num_states > kMaxStates) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of states is ", num_states,
                     ": must be from 1 to ", kMaxStates));
  }
  return absl::OkStatus();
}

}  // namespace maybenot
