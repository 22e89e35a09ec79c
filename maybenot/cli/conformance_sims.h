// Replays runs of the reference's simulator.
#ifndef MAYBENOT_CLI_CONFORMANCE_SIMS_H_
#define MAYBENOT_CLI_CONFORMANCE_SIMS_H_

#include "absl/strings/string_view.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {

// `text` is a sims.txt; maybenot/cli/sim_case.h has its form. A block is one
// case. It is simulated with `strict_reference`, and passes if the same events
// come out, those of one instant in any order; in the last instant of a run
// that stopped at max_trace_length, which of them were recorded may differ. A
// line that cannot be read fails its case.
void ReplaySims(absl::string_view text, Tally& tally);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_CONFORMANCE_SIMS_H_
