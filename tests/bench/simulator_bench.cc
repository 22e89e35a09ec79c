// A trace of 20,000 packets, simulated with each named defense on both sides,
// as tests/compare does with the reference. Reading it is not counted.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "benchmark/benchmark.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/input_trace.h"
#include "maybenot/simulator/simulator.h"
#include "tests/bench/named_defenses.h"

namespace maybenot {
namespace {

constexpr int kPackets = 20'000;

// Bursts 1 ms apart and pauses of up to 400 ms; a third is sent.
simulator::InputTrace BenchTrace() {
  base::Random random = base::Random::FromSeed(1);
  simulator::InputTrace trace;
  std::int64_t ns = 0;
  for (int i = 0; i < kPackets; ++i) {
    const std::uint64_t most =
        random.NextU64() % 100 < 85 ? 2'000'000 : 400'000'000;
    ns += static_cast<std::int64_t>(random.NextU64() % most);
    trace.packets.push_back(
        {base::Instant{} + base::Duration(ns), random.NextU64() % 100 < 35});
  }
  return trace;
}

// Argument: which named defense. Items are events, recorded or not.
void BM_Simulate(benchmark::State& state) {
  static const simulator::InputTrace* const trace =
      new simulator::InputTrace(BenchTrace());
  const bench::NamedDefense& defense =
      bench::NamedDefenses()[static_cast<std::size_t>(state.range(0))];
  auto machines = std::make_shared<std::vector<Machine>>();
  for (const std::string& text : defense.machines) {
    machines->push_back(Machine::Parse(text).value());
  }
  const simulator::Arguments arguments{
      .network = {.delay = base::Milliseconds(10)},
      .max_sim_iterations = 500'000,
      .only_network_activity = true,
      .seed = 1,
      .strict_reference = true};
  std::size_t events = 0;
  std::size_t iterations = 0;
  for (auto _ : state) {
    const auto simulation =
        simulator::Simulate(*trace, machines, machines, arguments);
    BASE_CHECK(simulation.ok());
    events = simulation->events.size();
    iterations += simulation->iterations;
  }
  state.SetLabel(defense.name);
  state.SetItemsProcessed(static_cast<std::int64_t>(iterations));
  state.counters["events"] = static_cast<double>(events);
}
BENCHMARK(BM_Simulate)
    ->DenseRange(0, bench::kNamedDefenses - 1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace maybenot
