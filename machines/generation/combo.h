// Combination: defenses of several machines that others consist of.
#ifndef MACHINES_GENERATION_COMBO_H_
#define MACHINES_GENERATION_COMBO_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "machines/generation/defense.h"
#include "machines/generation/environment.h"
#include "machines/generation/environment_config.h"
#include "maybenot/machine.h"

namespace generation {

// SOURCE: spec/maybenot.md 6.2.
struct ComboConfig {
  std::optional<std::uint64_t> n = std::nullopt;       // Defenses to make.
  std::optional<std::uint64_t> height = std::nullopt;  // Machines a side.
  std::uint64_t max_attempts = 100;                    // In one environment.
  // What defenses must keep, and where; both or neither.
  std::optional<ConstraintsConfig> constraints = std::nullopt;
  std::optional<EnvironmentConfig> env = std::nullopt;
  std::optional<std::string> seed = std::nullopt;
};

// The machines to choose from.
struct MachinePool {
  std::vector<maybenot::Machine> client, server;
};

// 1 to `height` machines of each side that keep the constraints in an
// environment drawn first, if there are any. None: max_attempts were not
// enough. The same as maybenot-gen 1.0.1 for the same generator and traces.
// Requires: height > 0; neither pool empty. Errors: those of
// Environment::Create and CheckConstraints. SOURCE: spec/maybenot.md 6.2.
absl::StatusOr<std::optional<Defense>> Combine(const ComboConfig& config,
                                               std::size_t height,
                                               const MachinePool& pool,
                                               const EnvironmentInputs& inputs,
                                               base::Random& random);

// How many sets of 1 to `height` machines of each side there are; infinite from
// 1.8e308 on.
double CountCombinations(const MachinePool& pool, std::size_t height);

}  // namespace generation

#endif  // MACHINES_GENERATION_COMBO_H_
