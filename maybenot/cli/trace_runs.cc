#include "maybenot/cli/trace_runs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "maybenot/cli/parallel.h"
#include "maybenot/cli/read_file.h"
#include "maybenot/simulator/input_trace.h"
#include "maybenot/simulator/simulator.h"

namespace maybenot::cli {
namespace {

constexpr std::size_t kHeldPerThread = 16;

}  // namespace

std::uint64_t SeedOf(const RunOptions& options, const TraceFile& file) {
  if (options.same_seed) return options.arguments.seed;
  return base::Random::FromStream(options.arguments.seed,
                                  absl::StrCat("trace/", file.name))
      .NextU64();
}

absl::StatusOr<TraceRun> RunTrace(const TraceFile& file,
                                  const RunOptions& options) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(file.path));
  const absl::StatusOr<simulator::InputTrace> trace =
      simulator::ParseInputTrace(text);
  if (!trace.ok()) return InFile(file.path, trace.status());
  simulator::Arguments arguments = options.arguments;
  arguments.seed = SeedOf(options, file);
  absl::StatusOr<simulator::Simulation> simulation =
      simulator::Simulate(*trace, options.client, options.server, arguments);
  if (!simulation.ok()) return InFile(file.path, simulation.status());
  return TraceRun{file, arguments.seed, *std::move(simulation)};
}

absl::Status RunTraces(const std::vector<TraceFile>& files,
                       const RunOptions& options, std::size_t threads,
                       const RenderRun& render, std::ostream& out,
                       const std::function<void(std::size_t done)>& report) {
  const std::size_t held = kHeldPerThread * std::max<std::size_t>(threads, 1);
  for (std::size_t first = 0; first < files.size(); first += held) {
    std::vector<std::string> rendered(std::min(held, files.size() - first));
    std::vector<char> is_rendered(rendered.size(), 0);
    const absl::Status status = ForEachIndex(
        rendered.size(), threads,
        [&](std::size_t i) -> absl::Status {
          ASSIGN_OR_RETURN(const TraceRun run,
                           RunTrace(files[first + i], options));
          ASSIGN_OR_RETURN(rendered[i], render(run));
          is_rendered[i] = 1;
          return absl::OkStatus();
        },
        [&](std::size_t done) {
          if (report) report(first + done);
        });
    for (std::size_t i = 0; i < rendered.size() && is_rendered[i] != 0; ++i) {
      out << rendered[i];
    }
    RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

}  // namespace maybenot::cli
