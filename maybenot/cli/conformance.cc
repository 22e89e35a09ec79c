#include "maybenot/cli/conformance.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "maybenot/cli/conformance_defenders.h"
#include "maybenot/cli/conformance_dists.h"
#include "maybenot/cli/conformance_machines.h"
#include "maybenot/cli/conformance_sims.h"
#include "maybenot/cli/conformance_traces.h"
#include "maybenot/cli/read_file.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {
namespace {

absl::string_view FirstLine(absl::string_view text) {
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!line.empty()) return line;
  }
  return "";
}

std::string Counts(const Tally& tally) {
  std::string counts =
      absl::StrCat(tally.passed, " passed, ", tally.failed, " failed");
  if (tally.skipped > 0)
    absl::StrAppend(&counts, ", ", tally.skipped, " skipped");
  return counts;
}

// The first case of each reason: most skips of a file share one.
void PrintSkips(const Tally& tally, std::ostream& out) {
  std::vector<absl::string_view> reasons;
  for (const absl::string_view skip : tally.skips) {
    const absl::string_view reason =
        skip.substr(std::min(skip.find(": "), skip.size()));
    if (std::find(reasons.begin(), reasons.end(), reason) != reasons.end())
      continue;
    reasons.push_back(reason);
    out << "  skipped: " << skip << "\n";
  }
  if (tally.skipped > reasons.size()) {
    out << "  and " << tally.skipped - reasons.size() << " more skipped\n";
  }
}

void PrintDetails(const Tally& tally, std::ostream& out) {
  for (const Failure& failure : tally.failures) {
    out << "  failed: " << failure.case_name
        << "\n    expected: " << failure.expected
        << "\n    actual:   " << failure.actual << "\n";
  }
  if (tally.failed > tally.failures.size()) {
    out << "  and " << tally.failed - tally.failures.size()
        << " more failures\n";
  }
  PrintSkips(tally, out);
}

}  // namespace

std::optional<GoldenKind> DetectGoldenKind(absl::string_view text) {
  const absl::string_view line = FirstLine(text);
  if (absl::StartsWith(line, "trace ")) return GoldenKind::kTraces;
  if (absl::StartsWith(line, "defender ")) return GoldenKind::kDefenders;
  if (absl::StartsWith(line, "sim ")) return GoldenKind::kSims;
  const std::vector<absl::string_view> columns = absl::StrSplit(line, '\t');
  if (columns.size() == 3) {
    if (absl::StartsWith(columns[0], "{")) return GoldenKind::kDists;
    if (absl::StartsWith(columns[2], "{")) return GoldenKind::kMachines;
    if (absl::StartsWith(columns[1], "02")) return GoldenKind::kNamed;
  }
  if (columns.size() == 2 &&
      (columns[1] == "err" || absl::StartsWith(columns[1], "ok "))) {
    return GoldenKind::kParse;
  }
  return std::nullopt;
}

absl::string_view GoldenKindName(GoldenKind kind) {
  static constexpr std::array<absl::string_view, 7> kNames = {
      "machines", "named", "parse", "dists", "traces", "defenders", "sims"};
  return kNames[static_cast<std::size_t>(kind)];
}

void Replay(GoldenKind kind, absl::string_view text, Tally& tally) {
  switch (kind) {
    case GoldenKind::kMachines:
      return ReplayMachines(text, tally);
    case GoldenKind::kNamed:
      return ReplayNamed(text, tally);
    case GoldenKind::kParse:
      return ReplayParse(text, tally);
    case GoldenKind::kDists:
      return ReplayDists(text, tally);
    case GoldenKind::kTraces:
      return ReplayTraces(text, tally);
    case GoldenKind::kDefenders:
      return ReplayDefenders(text, tally);
    case GoldenKind::kSims:
      return ReplaySims(text, tally);
  }
}

int RunConformance(const std::vector<std::string>& files, std::ostream& out,
                   std::ostream& err) {
  Tally total;
  bool refused = false;
  out << absl::StrFormat("%-10s %8s %8s %8s  %s\n", "kind", "passed", "failed",
                         "skipped", "file");
  for (const std::string& file : files) {
    const absl::StatusOr<std::string> text = ReadFile(file);
    if (!text.ok()) {
      err << text.status().message() << "\n";
      refused = true;
      continue;
    }
    const std::optional<GoldenKind> kind = DetectGoldenKind(*text);
    if (!kind) {
      err << file
          << ": the first line is of no known kind: must be machines, named, "
             "parse, dists, traces, named_traces, defenders or sims\n";
      refused = true;
      continue;
    }
    Tally tally;
    Replay(*kind, *text, tally);
    out << absl::StrFormat("%-10s %8d %8d %8d  %s\n", GoldenKindName(*kind),
                           tally.passed, tally.failed, tally.skipped, file);
    PrintDetails(tally, out);
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
  }
  out << Counts(total) << "\n";
  return total.failed > 0 || refused ? 1 : 0;
}

}  // namespace maybenot::cli
