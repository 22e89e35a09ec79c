// How fast virtual time passes: users x virtual hours a second of one thread.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/time.h"
#include "benchmark/benchmark.h"
#include "lab/experiment.h"
#include "lab/sim_backend.h"
#include "lab/testing/experiments.h"

namespace lab {
namespace {

void BM_Sim(benchmark::State& state, const std::string& defense) {
  const Experiment experiment =
      SmallExperiment("1min", "{rate: 10Mbit, delay: 20ms, queue: 64KiB}");
  std::uint64_t events = 0;
  for (auto _ : state) {
    const auto observed = RunSim(experiment, Named(experiment, defense), 1, {});
    BASE_CHECK(observed.ok());
    events += observed->events;
  }
  const double hours =
      base::ToSeconds(experiment.warmup + experiment.duration) / 3600;
  state.counters["user_hours"] =
      benchmark::Counter(static_cast<double>(experiment.users) * hours,
                         benchmark::Counter::kIsIterationInvariantRate);
  state.counters["events"] = benchmark::Counter(static_cast<double>(events),
                                                benchmark::Counter::kIsRate);
}

BENCHMARK_CAPTURE(BM_Sim, none, "none")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Sim, front, "front")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Sim, tamaraw, "tamaraw")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lab
