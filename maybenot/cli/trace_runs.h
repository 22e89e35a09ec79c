// Simulates many traces, on all cores.
#ifndef MAYBENOT_CLI_TRACE_RUNS_H_
#define MAYBENOT_CLI_TRACE_RUNS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "maybenot/cli/trace_files.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/arguments.h"
#include "maybenot/simulator/simulation.h"

namespace maybenot::cli {

struct RunOptions {
  Machines client;
  Machines server;
  simulator::Arguments arguments;
  // Each trace's run has `arguments.seed` itself; else a seed of its own, which
  // depends on that and on the trace's name alone.
  bool same_seed = false;
};

struct TraceRun {
  TraceFile file;
  std::uint64_t seed = 0;
  simulator::Simulation simulation;
};

// The seed of the run of `file`.
std::uint64_t SeedOf(const RunOptions& options, const TraceFile& file);

// Reads the trace and simulates it. Errors: those of reading, parsing and
// simulating it, after the file's path.
absl::StatusOr<TraceRun> RunTrace(const TraceFile& file,
                                  const RunOptions& options);

// What a run is told in: called by several threads at once.
using RenderRun =
    std::function<absl::StatusOr<std::string>(const TraceRun& run)>;

// Runs each of `files`, by `threads` threads, and writes what `render` makes of
// the runs to `out`, in the order of `files`: all that come before the first
// error. Holds what is rendered of at most 16 runs a thread. `report(done)`, if
// there is one, is told as by ForEachIndex.
// Errors: the first, in that order, of a run or of `render`.
absl::Status RunTraces(
    const std::vector<TraceFile>& files, const RunOptions& options,
    std::size_t threads, const RenderRun& render, std::ostream& out,
    const std::function<void(std::size_t done)>& report = nullptr);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_TRACE_RUNS_H_
