// The subcommand `conformance`: replays files of what the reference does.
#ifndef MAYBENOT_CLI_CONFORMANCE_H_
#define MAYBENOT_CLI_CONFORMANCE_H_

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {

// What a golden file holds, told by its first line.
enum class GoldenKind {
  kMachines,
  kNamed,
  kParse,
  kDists,
  kTraces,
  kDefenders,
  kSims,
};

std::optional<GoldenKind> DetectGoldenKind(absl::string_view text);
absl::string_view GoldenKindName(GoldenKind kind);

// Replays `text`, and counts.
void Replay(GoldenKind kind, absl::string_view text, Tally& tally);

// Replays each file and writes a row of counts for it, then its first failures
// and skips, and in the end "N passed, M failed[, K skipped]" to `out`.
// Returns the exit code: 0 if nothing failed; 1 if something did, or a file
// could not be read, replayed or told by its content, which `err` is told.
int RunConformance(const std::vector<std::string>& files, std::ostream& out,
                   std::ostream& err);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_CONFORMANCE_H_
