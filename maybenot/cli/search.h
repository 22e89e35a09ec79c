// The search for defenses, on all cores.
#ifndef MAYBENOT_CLI_SEARCH_H_
#define MAYBENOT_CLI_SEARCH_H_

#include <vector>

#include "absl/status/statusor.h"
#include "machines/generation/config.h"
#include "machines/generation/defense.h"
#include "machines/generation/derive.h"
#include "machines/generation/environment.h"
#include "maybenot/cli/command.h"

namespace maybenot::cli {

// Up to search.n defenses, sorted by id; their notes have their seeds and
// attempts. With a seed S: of the seeds S-0 to S-(n-1). Without one: of seeds
// of 128 random bits, until there are n or the time is over; max_search_sec
// takes the place of derive.max_duration_sec. Progress is shown on a terminal.
// Errors: those of generation::DeriveFromSeed.
absl::StatusOr<std::vector<generation::Defense>> SearchForDefenses(
    const generation::SearchConfig& search,
    const generation::DeriveConfig& derive,
    const generation::EnvironmentInputs& inputs, const Terminal& terminal);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_SEARCH_H_
