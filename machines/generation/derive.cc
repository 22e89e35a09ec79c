#include "machines/generation/derive.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "machines/generation/constraints.h"
#include "machines/generation/defense.h"
#include "machines/generation/environment.h"
#include "machines/generation/random_machine.h"
#include "maybenot/machine.h"

namespace generation {
namespace {

absl::StatusOr<maybenot::Machines> DrawSide(const RandomMachineConfig& config,
                                            Side side, base::Random& random) {
  ASSIGN_OR_RETURN(maybenot::Machine machine,
                   DrawMachine(config, side, random));
  return std::make_shared<const std::vector<maybenot::Machine>>(
      1, std::move(machine));
}

}  // namespace

absl::StatusOr<std::optional<Derived>> Derive(const DeriveConfig& config,
                                              const EnvironmentInputs& inputs,
                                              base::Random& random,
                                              const KeepGoing& keep_going) {
  ASSIGN_OR_RETURN(
      const Environment environment,
      Environment::Create(config.env, config.constraints, inputs, random));
  for (std::size_t attempt = 1; attempt <= config.max_attempts && keep_going();
       ++attempt) {
    ASSIGN_OR_RETURN(const maybenot::Machines client,
                     DrawSide(config.machine, Side::kClient, random));
    ASSIGN_OR_RETURN(const maybenot::Machines server,
                     DrawSide(config.machine, Side::kServer, random));
    ASSIGN_OR_RETURN(const Verdict verdict,
                     CheckConstraints(config.constraints, client, server,
                                      environment, random.NextU64()));
    if (verdict != Verdict::kPasses) continue;
    ASSIGN_OR_RETURN(Defense defense, Defense::Create(*client, *server));
    return std::optional<Derived>(Derived{std::move(defense), attempt});
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<Derived>> DeriveFromSeed(
    const DeriveConfig& config, const EnvironmentInputs& inputs,
    absl::string_view seed, const KeepGoing& keep_going) {
  if (!std::all_of(seed.begin(), seed.end(), [](char c) {
        return absl::ascii_isascii(static_cast<unsigned char>(c));
      })) {
    return absl::InvalidArgumentError("the seed must be ASCII");
  }
  base::Random random = base::Random::FromText(seed);
  return Derive(config, inputs, random, keep_going);
}

}  // namespace generation
