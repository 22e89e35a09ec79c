// Replays what the reference's framework was told and compares the answers.
#ifndef MAYBENOT_CLI_CONFORMANCE_TRACES_H_
#define MAYBENOT_CLI_CONFORMANCE_TRACES_H_

#include "absl/strings/string_view.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {

// `text` is a traces.txt; trace_case.h has its form. A block is one case: it
// passes if every line of actions, and the end, is equal. The first difference,
// or a line that cannot be read, fails it.
void ReplayTraces(absl::string_view text, Tally& tally);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_CONFORMANCE_TRACES_H_
