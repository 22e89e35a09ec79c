// Replays what one side of the reference's simulator did.
#ifndef MAYBENOT_CLI_CONFORMANCE_DEFENDERS_H_
#define MAYBENOT_CLI_CONFORMANCE_DEFENDERS_H_

#include "absl/strings/string_view.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {

// `text` is a defenders.txt: blocks of
//
//   defender ID
//   machine STRING              (any number)
//   limits PADDING BLOCKING
//   seed N
//   ev NANOSECONDS EVENT [normal|padding]    TS and TR say their kind
//
// A block is one case. A Defender, started at 0, is given its NS and TR lines;
// the case passes if all it reports before the last line's instant is equal
// (that instant itself may have been cut off when the block was recorded). A
// case is skipped if other blocking released what blocking held
// (docs/deviations.md). A line that cannot be read fails its case.
void ReplayDefenders(absl::string_view text, Tally& tally);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_CONFORMANCE_DEFENDERS_H_
