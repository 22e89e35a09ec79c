// Derivation: a defense that keeps its constraints, from a seed.
#ifndef MACHINES_GENERATION_DERIVE_H_
#define MACHINES_GENERATION_DERIVE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "machines/generation/defense.h"
#include "machines/generation/environment.h"
#include "machines/generation/environment_config.h"
#include "machines/generation/random_machine.h"

namespace generation {

// SOURCE: spec/maybenot.md 6.2.
struct DeriveConfig {
  ConstraintsConfig constraints;
  EnvironmentConfig env;
  RandomMachineConfig machine;
  std::uint64_t max_attempts = 1024;
  // How long to try, in seconds; for who has a clock, below.
  std::optional<std::uint64_t> max_duration_sec = std::nullopt;
};

struct Derived {
  Defense defense;
  std::size_t attempts = 0;
};

// Whether to go on; asked before each attempt. It may watch a clock.
using KeepGoing = std::function<bool()>;

// Draws an environment, then a machine a side until both together keep the
// constraints. None: max_attempts were not enough, or `keep_going` said no.
// The same as maybenot-gen 1.0.1 for the same generator and traces.
// Requires: a valid configuration; `inputs` are what it names.
// Errors: those of Environment::Create, DrawMachine and CheckConstraints.
// SOURCE: spec/maybenot.md 6.2.
absl::StatusOr<std::optional<Derived>> Derive(const DeriveConfig& config,
                                              const EnvironmentInputs& inputs,
                                              base::Random& random,
                                              const KeepGoing& keep_going);

// From a seed that people type.
// Errors: kInvalidArgument if it is not ASCII; those above.
absl::StatusOr<std::optional<Derived>> DeriveFromSeed(
    const DeriveConfig& config, const EnvironmentInputs& inputs,
    absl::string_view seed, const KeepGoing& keep_going);

}  // namespace generation

#endif  // MACHINES_GENERATION_DERIVE_H_
