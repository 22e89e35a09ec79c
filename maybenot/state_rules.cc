#include "maybenot/state_rules.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/status_macros.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/event_name.h"
#include "maybenot/state.h"

namespace maybenot {
namespace {

[[gnu::cold]] absl::Status Under(absl::string_view where,
                                 const absl::Status& status) {
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

absl::Status Validate(const Cancel&) { return absl::OkStatus(); }

absl::Status Validate(const SendPadding& action) {
  RETURN_IF_ERROR(ValidateDist("timeout", action.timeout));
  return ValidateDist("limit", action.limit);
}

absl::Status Validate(const BlockOutgoing& action) {
  RETURN_IF_ERROR(ValidateDist("timeout", action.timeout));
  RETURN_IF_ERROR(ValidateDist("duration", action.duration));
  return ValidateDist("limit", action.limit);
}

absl::Status Validate(const UpdateTimer& action) {
  RETURN_IF_ERROR(ValidateDist("duration", action.duration));
  return ValidateDist("limit", action.limit);
}

bool IsTarget(std::uint64_t target, std::size_t num_states) {
  return target < num_states || target == kStateEnd || target == kStateSignal;
}

// The message of an error of a list goes on from its name.

[[gnu::cold]] absl::Status BadTarget(std::size_t index, std::uint64_t target,
                                     std::size_t num_states) {
  return absl::InvalidArgumentError(absl::StrCat(
      "[", index, "].state is ", target,
      ": must be below the number of states, ", num_states, ", or ", kStateEnd,
      " (END), or ", kStateSignal, " (SIGNAL)"));
}

[[gnu::cold]] absl::Status BadProbability(std::size_t index, float value) {
  return absl::InvalidArgumentError(
      absl::StrCat("[", index, "].probability is ", value,
                   ": must be above 0 and at most 1"));
}

std::optional<std::uint64_t> FindRepeatedTarget(absl::Span<const Trans> list) {
  if (list.size() == 1) return std::nullopt;
  absl::InlinedVector<std::uint64_t, 8> targets;
  for (const Trans& trans : list) targets.push_back(trans.state);
  std::sort(targets.begin(), targets.end());
  const auto it = std::adjacent_find(targets.begin(), targets.end());
  if (it == targets.end()) return std::nullopt;
  return *it;
}

absl::Status Validate(absl::Span<const Trans> list, std::size_t num_states) {
  if (list.empty()) {
    return absl::InvalidArgumentError(
        " is present with 0 targets: must have at least 1");
  }
  float sum = 0;  // In 32 bits and in this order, or else we refuse others.
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto& [state, probability] = list[i];
    if (!IsTarget(state, num_states)) return BadTarget(i, state, num_states);
    if (probability <= 0 || probability > 1) {
      return BadProbability(i, probability);
    }
    sum += probability;
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

}  // namespace

absl::Status ValidateAction(const Action& action) {
  const absl::Status status =
      std::visit([](const auto& a) { return Validate(a); }, action);
  return status.ok() ? status : Under("action", status);
}

absl::Status ValidateCounter(std::size_t which, const Counter& counter) {
  return ValidateDist(which == 0 ? "counter A.dist" : "counter B.dist",
                      counter.dist);
}

absl::Status ValidateList(Event event, absl::Span<const Trans> list,
                          std::size_t num_states) {
  const absl::Status status = Validate(list, num_states);
  if (status.ok()) return status;
  return absl::InvalidArgumentError(
      absl::StrCat("transition ", EventName(event), status.message()));
}

}  // namespace maybenot
