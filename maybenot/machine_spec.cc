#include "maybenot/machine_spec.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/event_name.h"
#include "maybenot/state.h"

namespace maybenot {
namespace {

absl::Status Under(absl::string_view where, const absl::Status& status) {
  return absl::InvalidArgumentError(absl::StrCat(where, ".", status.message()));
}

absl::Status ValidateDist(absl::string_view where, const Dist& dist) {
  const absl::Status status = dist.Validate();
  return status.ok() ? status : Under(where, status);
}

absl::Status ValidateDist(absl::string_view where,
                          const std::optional<Dist>& dist) {
  return dist ? ValidateDist(where, *dist) : absl::OkStatus();
}

absl::Status ValidateAction(const Cancel&) { return absl::OkStatus(); }

absl::Status ValidateAction(const SendPadding& action) {
  RETURN_IF_ERROR(ValidateDist("timeout", action.timeout));
  return ValidateDist("limit", action.limit);
}

absl::Status ValidateAction(const BlockOutgoing& action) {
  RETURN_IF_ERROR(ValidateDist("timeout", action.timeout));
  RETURN_IF_ERROR(ValidateDist("duration", action.duration));
  return ValidateDist("limit", action.limit);
}

absl::Status ValidateAction(const UpdateTimer& action) {
  RETURN_IF_ERROR(ValidateDist("duration", action.duration));
  return ValidateDist("limit", action.limit);
}

// "Out of [0, 1]" and not "in": NaN passes, as in the reference.
absl::Status ValidateFraction(absl::string_view field, double value) {
  if (value < 0 || value > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, " is ", value, ": must be from 0 to 1"));
  }
  return absl::OkStatus();
}

bool IsTarget(std::uint64_t target, std::size_t num_states) {
  return target < num_states || target == kStateEnd || target == kStateSignal;
}

// The message of an error goes on from the name of the list.
absl::Status ValidateTrans(std::size_t index, const Trans& trans,
                           std::size_t num_states) {
  if (!IsTarget(trans.state, num_states)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "[", index, "].state is ", trans.state,
        ": must be below the number of states, ", num_states, ", or ",
        kStateEnd, " (END), or ", kStateSignal, " (SIGNAL)"));
  }
  if (trans.probability <= 0 || trans.probability > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("[", index, "].probability is ", trans.probability,
                     ": must be above 0 and at most 1"));
  }
  return absl::OkStatus();
}

std::optional<std::uint64_t> FindRepeatedTarget(
    const std::vector<Trans>& list) {
  absl::InlinedVector<std::uint64_t, 8> targets;
  for (const Trans& trans : list) targets.push_back(trans.state);
  std::sort(targets.begin(), targets.end());
  const auto it = std::adjacent_find(targets.begin(), targets.end());
  if (it == targets.end()) return std::nullopt;
  return *it;
}

absl::Status ValidateList(const std::vector<Trans>& list,
                          std::size_t num_states) {
  if (list.empty()) {
    return absl::InvalidArgumentError(
        " is present with 0 targets: must have at least 1");
  }
  float sum = 0;  // In 32 bits and in this order, or else we refuse others.
  for (std::size_t i = 0; i < list.size(); ++i) {
    RETURN_IF_ERROR(ValidateTrans(i, list[i], num_states));
    sum += list[i].probability;
  }
  if (const auto target = FindRepeatedTarget(list)) {
    return absl::InvalidArgumentError(absl::StrCat(
        " has state ", *target, " more than once: must have it once"));
  }
  if (sum > 1) {
    return absl::InvalidArgumentError(
        absl::StrFormat("'s probabilities sum to %.9g in 32 bits: must be "
                        "above 0 and at most 1",
                        sum));
  }
  return absl::OkStatus();
}

absl::Status ValidateState(const State& state, std::size_t num_states) {
  for (std::size_t event = 0; event < kEventCount; ++event) {
    if (!state.transitions[event]) continue;
    const absl::Status status =
        ValidateList(*state.transitions[event], num_states);
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("transition ", EventName(static_cast<Event>(event)),
                       status.message()));
    }
  }
  if (state.action) {
    const absl::Status status =
        std::visit([](const auto& action) { return ValidateAction(action); },
                   *state.action);
    if (!status.ok()) return Under("action", status);
  }
  for (std::size_t i = 0; i < state.counters.size(); ++i) {
    if (!state.counters[i]) continue;
    RETURN_IF_ERROR(ValidateDist(i == 0 ? "counter A.dist" : "counter B.dist",
                                 state.counters[i]->dist));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MachineSpec::Validate() const {
  RETURN_IF_ERROR(ValidateFraction("max_padding_frac", max_padding_frac));
  RETURN_IF_ERROR(ValidateFraction("max_blocking_frac", max_blocking_frac));
  if (states.empty() || states.size() > kMaxStates) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of states is ", states.size(),
                     ": must be from 1 to ", kMaxStates));
  }
  for (std::size_t i = 0; i < states.size(); ++i) {
    const absl::Status status = ValidateState(states[i], states.size());
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("state ", i, ", ", status.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace maybenot
