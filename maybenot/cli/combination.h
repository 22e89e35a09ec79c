// Many combinations of machines, on all cores.
#ifndef MAYBENOT_CLI_COMBINATION_H_
#define MAYBENOT_CLI_COMBINATION_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "machines/generation/combo.h"
#include "machines/generation/defense.h"
#include "machines/generation/environment.h"
#include "maybenot/cli/command.h"

namespace maybenot::cli {

struct CombinationSize {
  std::size_t defenses;  // How many to make.
  std::size_t height;    // The most machines of a side.
};

// Distinct defenses, sorted by id. The pool is shuffled first; each defense
// then has a generator of its own, so that the result does not depend on
// threads. The same as the reference's `combo` for the same generator. Errors:
// kInvalidArgument if a side has no machines; kResourceExhausted if a thousand
// environments had none that keeps the constraints, or a hundred rounds brought
// nothing new; those of generation::Combine.
absl::StatusOr<std::vector<generation::Defense>> MakeCombinations(
    const generation::ComboConfig& config, CombinationSize size,
    generation::MachinePool pool, const generation::EnvironmentInputs& inputs,
    base::Random& random, const Terminal& terminal);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_COMBINATION_H_
