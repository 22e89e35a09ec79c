#include "machines/generation/random_machine.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/sample/bernoulli.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "base/status_macros.h"
#include "machines/generation/dist_draws.h"
#include "machines/generation/liveness.h"
#include "machines/generation/random_state.h"
#include "machines/parameter.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace generation {
namespace {

// What a machine was decided to be.
struct Traits {
  std::uint32_t num_states;
  bool blocks, expressive, fixed_budget, frac_limits;
};

// The coin is flipped even where it does not count.
bool Decide(std::optional<bool> allow, base::Random& random) {
  const bool flip = base::Bernoulli(random, 0.5);
  return allow.value_or(flip);
}

Traits DrawTraits(const RandomMachineConfig& config, Side side,
                  base::Random& random) {
  Traits traits;
  traits.num_states =
      static_cast<std::uint32_t>(base::UniformIndex(random, config.num_states));
  traits.blocks = Decide(side == Side::kClient ? config.allow_blocking_client
                                               : config.allow_blocking_server,
                         random);
  traits.expressive = Decide(config.allow_expressive, random);
  traits.fixed_budget = Decide(config.allow_fixed_budget, random);
  traits.frac_limits = Decide(config.allow_frac_limits, random);
  return traits;
}

double DrawFraction(base::Random& random) {
  return Round3(base::UniformReal(random, base::RealRange{0, 1}));
}

// A machine's limits; its states are still to come. One for circuit padding
// draws none for blocking.
maybenot::MachineSpec DrawLimits(const Traits& traits,
                                 const RandomMachineConfig& config,
                                 base::Random& random) {
  const bool blocks = traits.blocks && !config.circpad_compatible;
  maybenot::MachineSpec spec;
  if (traits.fixed_budget) {
    const std::uint64_t most = base::UniformInt(random, config.count_point);
    spec.allowed_padding_packets =
        base::UniformInt(random, base::Range64{0, most});
  }
  if (traits.fixed_budget && blocks) {
    const auto most = static_cast<std::uint64_t>(
        base::UniformReal(random, config.duration_point));
    spec.allowed_blocked_microsec =
        base::UniformInt(random, base::Range64{0, most});
  }
  if (traits.frac_limits) spec.max_padding_frac = DrawFraction(random);
  if (traits.frac_limits && blocks) {
    spec.max_blocking_frac = DrawFraction(random);
  }
  return spec;
}

std::vector<maybenot::State> DrawStates(const Traits& traits,
                                        const RandomMachineConfig& config,
                                        base::Random& random) {
  std::vector<maybenot::State> states;
  for (std::uint32_t i = 0; i < traits.num_states; ++i) {
    const std::uint64_t count = base::UniformInt(random, config.count_point);
    const double duration = base::UniformReal(random, config.duration_point);
    const StateTraits state = {.num_states = traits.num_states,
                               .blocks = traits.blocks,
                               .expressive = traits.expressive,
                               .count_point = std::max<std::uint64_t>(count, 1),
                               .duration_point = std::max(duration, 1.0),
                               .min_action_timeout = config.min_action_timeout};
    states.push_back(config.circpad_compatible ? DrawCircpadState(state, random)
                                               : DrawState(state, random));
  }
  return states;
}

template <typename Range>
absl::Status CheckRange(absl::string_view key, const Range& range, double min,
                        double max) {
  // Written so that NaN is refused.
  if (static_cast<double>(range.low) >= min && range.low <= range.high &&
      static_cast<double>(range.high) <= max) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s is [%.15g, %.15g]: must be from %.15g to %.15g, the smaller first",
      key, static_cast<double>(range.low), static_cast<double>(range.high), min,
      max));
}

}  // namespace

absl::Status RandomMachineConfig::Validate() const {
  RETURN_IF_ERROR(CheckRange("num_states", num_states, 1, 100));
  RETURN_IF_ERROR(
      CheckRange("duration_point", duration_point, 0, machines::kLongestUs));
  RETURN_IF_ERROR(CheckRange("count_point", count_point, 0, 1e9));
  return CheckRange("min_action_timeout", min_action_timeout, 0,
                    machines::kLongestUs);
}

absl::StatusOr<maybenot::Machine> DrawMachine(const RandomMachineConfig& config,
                                              Side side, base::Random& random) {
  const Traits traits = DrawTraits(config, side, random);
  maybenot::MachineSpec spec = DrawLimits(traits, config, random);
  for (std::size_t drawn = 0; drawn < config.max_states_drawn;
       drawn += traits.num_states) {
    spec.states = DrawStates(traits, config, random);
    if (!IsLive(spec.states)) continue;
    auto machine = maybenot::Machine::Create(spec);
    if (machine.ok()) return machine;
  }
  return absl::ResourceExhaustedError(
      absl::StrCat("num_states is ", traits.num_states, ": none of ",
                   config.max_states_drawn / traits.num_states,
                   " drawn machines has states that all reach each other"));
}

}  // namespace generation
