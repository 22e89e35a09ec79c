// How the cost of an event grows with instances and with machines, and what a
// million instances take. tools/plot_scale.py draws it.
#include <malloc.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "benchmark/benchmark.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"
#include "tests/bench/named_defenses.h"

namespace maybenot {
namespace {

constexpr TriggerEvent kEvents[] = {
    {Event::kNormalSent}, {Event::kTunnelSent},  {Event::kTunnelRecv},
    {Event::kNormalRecv}, {Event::kPaddingSent}, {Event::kTunnelSent}};

// `count` times the first machine of a named defense.
Machines Copies(const std::string& defense, std::size_t count) {
  for (const bench::NamedDefense& named : bench::NamedDefenses()) {
    if (named.name != defense) continue;
    const Machine machine = Machine::Parse(named.machines.front()).value();
    return std::make_shared<const std::vector<Machine>>(count, machine);
  }
  BASE_CHECK(false);
  return nullptr;
}

std::vector<Framework> CreateInstances(const Machines& machines,
                                       std::size_t count) {
  std::vector<Framework> instances;
  instances.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    instances.push_back(Framework::Create(machines, {},
                                          base::Random::FromSeed(i),
                                          base::Instant{})
                            .value());
  }
  return instances;
}

// Argument: instances, each event to another of them: as they stand in memory,
// or in no order that the processor could foretell.
template <bool kAtRandom>
void BM_Instances(benchmark::State& state, const std::string& defense) {
  const auto count = static_cast<std::uint64_t>(state.range(0));
  std::vector<Framework> instances =
      CreateInstances(Copies(defense, 1), static_cast<std::size_t>(count));
  base::Instant now{};
  std::uint32_t number = 0;
  std::uint64_t chosen = 0;
  std::size_t next = 0;
  std::size_t actions = 0;
  for (auto _ : state) {
    if constexpr (kAtRandom) {
      number += 0x9e3779b1u;  // Fibonacci hashing, scaled to [0, count).
      chosen = number * count >> 32;
    } else {
      if (++chosen >= count) {
        chosen = 0;
        // So that each sees all of the events.
        if (count > 1) next = (next + 1) % std::size(kEvents);
      }
    }
    actions += instances[chosen].TriggerEvents({&kEvents[next], 1}, now).size();
    now += base::Microseconds(100);
    if (++next == std::size(kEvents)) next = 0;
  }
  benchmark::DoNotOptimize(actions);
}
void BM_InTurn(benchmark::State& state, const std::string& defense) {
  BM_Instances<false>(state, defense);
}
void BM_AtRandom(benchmark::State& state, const std::string& defense) {
  BM_Instances<true>(state, defense);
}
#define SCALE_BENCHMARK(order, defense)       \
  BENCHMARK_CAPTURE(order, defense, #defense) \
      ->RangeMultiplier(10)                   \
      ->Range(1, 100'000)
SCALE_BENCHMARK(BM_InTurn, noop);
SCALE_BENCHMARK(BM_InTurn, netflow);
SCALE_BENCHMARK(BM_InTurn, interspace_server);
SCALE_BENCHMARK(BM_AtRandom, noop);
SCALE_BENCHMARK(BM_AtRandom, netflow);
SCALE_BENCHMARK(BM_AtRandom, interspace_server);

// Argument: machines of the one instance.
void BM_Machines(benchmark::State& state, const std::string& defense) {
  Framework framework = std::move(
      CreateInstances(Copies(defense, static_cast<std::size_t>(state.range(0))),
                      1)
          .front());
  base::Instant now{};
  std::size_t next = 0;
  std::size_t actions = 0;
  for (auto _ : state) {
    actions += framework.TriggerEvents({&kEvents[next], 1}, now).size();
    now += base::Microseconds(100);
    if (++next == std::size(kEvents)) next = 0;
  }
  benchmark::DoNotOptimize(actions);
}
BENCHMARK_CAPTURE(BM_Machines, netflow, "netflow")
    ->RangeMultiplier(2)
    ->Range(1, 1024);

std::size_t ResidentBytes() {
  std::ifstream in("/proc/self/statm");
  std::size_t total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// A million idle instances of one machine, each made and kept: resident bytes
// of each, all that the allocator adds included.
void BM_MillionInstances(benchmark::State& state) {
  constexpr std::size_t kCount = 1'000'000;
  const Machines machines = Copies("front", 1);
  double bytes = 0;
  for (auto _ : state) {
    malloc_trim(0);
    const std::size_t before = ResidentBytes();
    const std::vector<Framework> instances = CreateInstances(machines, kCount);
    bytes = static_cast<double>(ResidentBytes() - before);
  }
  state.counters["bytes_each"] = bytes / kCount;
  state.counters["mebibytes"] = bytes / (1 << 20);
}
BENCHMARK(BM_MillionInstances)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace maybenot
