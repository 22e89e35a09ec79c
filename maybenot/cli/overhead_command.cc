#include "maybenot/cli/overhead_command.h"

#include <CLI/CLI.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/terminal/progress_line.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/overhead.h"
#include "maybenot/cli/parallel.h"
#include "maybenot/cli/read_file.h"
#include "maybenot/cli/stopwatch.h"
#include "maybenot/cli/trace_files.h"
#include "maybenot/cli/trace_overhead.h"
#include "maybenot/simulator/packet_trace.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
BASE and DEFENDED are two traces, or two folders: then each defended trace is
compared with the base trace of its name.

  data       more packets up to the last normal one, as a share of the normal
             ones: 0.5 is three packets for two
  duration   how much later the last normal packet comes, as a share of the base
             trace's duration; of traces that no packet is missing from
  tail       padding after the last normal packet, which data leaves out

Examples:
  maybenot sim traces/ -c front.txt -s front.txt -o defended/
  maybenot overhead traces/ defended/
  maybenot overhead --json traces/ defended/ | jq .overhead_data_mean_multiple)";

// A defended trace and its base.
using Pair = std::pair<TraceFile, TraceFile>;

absl::StatusOr<std::vector<Pair>> FindPairs(const std::string& base,
                                            const std::string& defended) {
  ASSIGN_OR_RETURN(const std::vector<TraceFile> bases, FindTraces({base}));
  ASSIGN_OR_RETURN(const std::vector<TraceFile> defendeds,
                   FindTraces({defended}));
  if (bases.size() == 1 && defendeds.size() == 1) {
    return std::vector<Pair>{{defendeds[0], bases[0]}};
  }
  std::unordered_map<std::string, TraceFile> by_name;
  for (const TraceFile& file : bases) by_name.emplace(file.name, file);
  std::vector<Pair> pairs;
  for (const TraceFile& file : defendeds) {
    const auto found = by_name.find(file.name);
    if (found == by_name.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.path, ": ", base, " has no ", file.name));
    }
    pairs.emplace_back(file, found->second);
  }
  return pairs;
}

absl::StatusOr<std::vector<simulator::TracePacket>> ReadPackets(
    const TraceFile& file) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(file.path));
  auto packets = simulator::ParsePacketTrace(text);
  if (packets.ok()) return packets;
  return InFile(file.path, packets.status());
}

class OverheadCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command = app.add_subcommand(
        "overhead", "What a defense adds to traces: packets and time.");
    command->footer(kFooter);
    command->add_option("BASE", base_, "A trace without defense, or a folder.")
        ->required();
    command->add_option("DEFENDED", defended_, "The same, defended.")
        ->required();
    command->add_flag(
        "--json", json_,
        "As one JSON object: mean, deviation and median of each, or null.");
    command->add_option("--threads", threads_, "0: as many as cores.");
    return command;
  }

  int Run(const Terminal& terminal) override {
    return ExitCode(Measure(terminal), terminal);
  }

 private:
  absl::Status Measure(const Terminal& terminal) const {
    ASSIGN_OR_RETURN(const std::vector<Pair> pairs,
                     FindPairs(base_, defended_));
    std::vector<TraceOverhead> overheads(pairs.size());
    const Stopwatch stopwatch;
    base::ProgressLine line(terminal.err, terminal.err_is_terminal, "traces");
    RETURN_IF_ERROR(ForEachIndex(
        pairs.size(), threads_ == 0 ? AllCores() : threads_,
        [&](std::size_t i) -> absl::Status {
          ASSIGN_OR_RETURN(const auto defended, ReadPackets(pairs[i].first));
          ASSIGN_OR_RETURN(const auto base, ReadPackets(pairs[i].second));
          overheads[i] = CompareTraces(base, defended);
          return absl::OkStatus();
        },
        [&](std::size_t done) {
          line.Show(done, pairs.size(), stopwatch.elapsed());
        }));
    const std::vector<cli::Measure> measures = Summarize(overheads);
    terminal.out << (json_ ? MeasuresAsJson(measures, overheads.size())
                           : MeasuresAsTable(measures));
    return absl::OkStatus();
  }

  std::string base_;
  std::string defended_;
  std::size_t threads_ = 0;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeOverheadCommand() {
  return std::make_unique<OverheadCommand>();
}

}  // namespace maybenot::cli
