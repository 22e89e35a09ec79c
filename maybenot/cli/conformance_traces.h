// Replays what the reference's framework was told and what it answered.
#ifndef MAYBENOT_CLI_CONFORMANCE_TRACES_H_
#define MAYBENOT_CLI_CONFORMANCE_TRACES_H_

#include "absl/strings/string_view.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {

// `text` is a traces.txt: blocks of
//
//   trace ID
//   machine STRING              (any number)
//   limits PADDING BLOCKING
//   seed N
//   at MICROSECONDS EVENT...    one call
//   > ACTION...                 what it returned
//   ...
//   end true|false              whether all machines have ended
//
// with the events and actions of tests/golden/README.md's source. A block is
// one case: it passes if every line of actions, and the end, is equal. The
// first difference, or a line that cannot be read, fails it; its other lines
// are passed over.
void ReplayTraces(absl::string_view text, Tally& tally);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_CONFORMANCE_TRACES_H_
