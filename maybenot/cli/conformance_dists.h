// Draws again what the reference's distributions drew.
#ifndef MAYBENOT_CLI_CONFORMANCE_DISTS_H_
#define MAYBENOT_CLI_CONFORMANCE_DISTS_H_

#include "absl/strings/string_view.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {

// `text` is a dists.tsv: lines of a distribution as JSON, a tab, the seed of
// xoshiro256**, a tab, and samples as the 16 hexadecimal digits of their bits,
// a space before each. A line is one case: it passes if every sample has these
// bits. A line that cannot be read, or whose distribution is refused, fails.
void ReplayDists(absl::string_view text, Tally& tally);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_CONFORMANCE_DISTS_H_
