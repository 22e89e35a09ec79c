// Runs an experiment: every defense with every seed, on several threads.
#ifndef LAB_RUNNER_H_
#define LAB_RUNNER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lab/experiment.h"
#include "lab/local_backend.h"
#include "lab/results.pb.h"

namespace lab {

struct RunnerOptions {
  std::vector<std::uint64_t> seeds;  // At least one.
  std::size_t threads = 1;           // At least one.
  std::string traces = "";           // A folder for TraceWriter, or "".
                                     // With several seeds, seed-N in it.
  // If set: the programs run, in real time, in place of the simulation; its
  // on_progress is the runner's. Requires: one thread, no traces.
  std::optional<LocalOptions> local = std::nullopt;
  // If set: called by the caller's thread, some times a second.
  std::function<void(double fraction, std::size_t done, std::size_t runs)>
      on_progress = nullptr;
};

struct Outcome {
  results::Results results;
  std::uint64_t events = 0;  // See Observations.
};

// The results do not depend on the number of threads.
// Errors: those of RunSim or RunLocal and TraceWriter::Finish, the first that
// was met.
absl::StatusOr<Outcome> RunExperiment(const Experiment& experiment,
                                      const RunnerOptions& options);

}  // namespace lab

#endif  // LAB_RUNNER_H_
