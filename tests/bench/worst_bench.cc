// The costliest machines that can be read: their memory and time, and the time
// of the slowest event. docs/performance.md, "Worst cases".
#include <malloc.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "benchmark/benchmark.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

// Of all parameters that were tried, these are the slowest: about 300 ns.
// `start` keeps what comes of it at zero.
constexpr Dist kSlow = {.type = Geometric{4e-9}, .start = -1e300};
constexpr Dist kSlowOne = {.type = Geometric{4e-9}, .start = 1, .max = 1};

std::size_t HeapBytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

void ParseAgainAndAgain(benchmark::State& state, const std::string& text) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::size_t before = HeapBytes();
    const Machine machine = Machine::Parse(text).value();
    bytes = HeapBytes() - before;
  }
  state.counters["text_bytes"] = static_cast<double>(text.size());
  state.counters["bytes"] = static_cast<double>(bytes);
}

// As many states as there is room for: 16 bytes each of 1 MiB.
void BM_MostStates(benchmark::State& state) {
  MachineSpec spec;
  spec.states.resize((Machine::kMaxPayloadBytes - 100) / 16);
  ParseAgainAndAgain(state, Machine::Create(spec)->Serialize().value());
}
BENCHMARK(BM_MostStates)->Unit(benchmark::kMillisecond);

// As many distributions as there is room for, of the kind that takes most when
// it is worked out.
void BM_MostDistributions(benchmark::State& state) {
  constexpr Dist kLargest = {.type = Binomial{250, 0.4}};
  // 6 options, 4 flags, 3 tags, 5 distributions of 26 bytes, 13 lists: absent.
  constexpr std::size_t kStateBytes = 156;
  State one;
  one.action = BlockOutgoing{.bypass = false,
                             .replace = false,
                             .timeout = kLargest,
                             .duration = kLargest,
                             .limit = kLargest};
  const Counter counter = {.operation = Operation::kSet, .dist = kLargest};
  one.counters = {counter, counter};
  MachineSpec spec;
  spec.states.assign((Machine::kMaxPayloadBytes - 100) / kStateBytes, one);
  ParseAgainAndAgain(state, Machine::Create(spec)->Serialize().value());
}
BENCHMARK(BM_MostDistributions)->Unit(benchmark::kMillisecond);

State Slow(const Dist& value_a, const Dist& value_b) {
  State state;
  state.action = BlockOutgoing{.bypass = false,
                               .replace = false,
                               .timeout = kSlow,
                               .duration = kSlow,
                               .limit = kSlowOne};
  state.counters = {Counter{.operation = Operation::kSet, .dist = value_a},
                    Counter{.operation = Operation::kSet, .dist = value_b}};
  return state;
}

// Two events: the first sets both counters, by 5 draws; the second enters a
// state that zeroes one, which enters one that zeroes the other, which enters a
// third: 11 draws, for limits, counters, timeout and duration.
void BM_SlowestEvent(benchmark::State& state) {
  const auto to = [](std::uint64_t target) {
    return std::vector<Trans>{{target, 1.0f}};
  };
  State set = Slow(kSlowOne, kSlowOne);
  State zero_a = Slow(kSlow, kSlowOne);
  State zero_b = Slow(kSlow, kSlow);
  State last = Slow(kSlow, kSlow);
  const auto normal_sent = static_cast<std::size_t>(Event::kNormalSent);
  const auto counter_zero = static_cast<std::size_t>(Event::kCounterZero);
  last.transitions[normal_sent] = to(1);
  set.transitions[normal_sent] = to(2);
  zero_a.transitions[counter_zero] = to(3);
  zero_b.transitions[counter_zero] = to(0);
  MachineSpec spec;
  spec.allowed_blocked_microsec = 1;
  spec.states = {last, set, zero_a, zero_b};
  Framework framework =
      Framework::Create(specs::Compile({spec}), {}, base::Random::FromSeed(1),
                        base::Instant{})
          .value();
  const TriggerEvent event{Event::kNormalSent};
  base::Instant now{};
  std::size_t actions = 0;
  for (auto _ : state) {
    now += base::Microseconds(100);
    actions += framework.TriggerEvents({&event, 1}, now).size();
    actions += framework.TriggerEvents({&event, 1}, now).size();
  }
  BASE_CHECK(actions >= 2 * static_cast<std::size_t>(state.iterations()) - 1);
}
BENCHMARK(BM_SlowestEvent);

// A list of 100,000 targets.
void BM_LongestList(benchmark::State& state) {
  constexpr std::uint64_t kTargets = MachineSpec::kMaxStates;
  std::vector<Trans> list;
  for (std::uint64_t i = 0; i < kTargets; ++i)
    list.push_back({i, 1e-5f * 0.99f});
  MachineSpec spec;
  spec.states.resize(kTargets);
  spec.states[0].transitions[static_cast<std::size_t>(Event::kNormalSent)] =
      std::move(list);
  // Back from anywhere, or the list would be gone through once.
  for (std::size_t i = 1; i < kTargets; ++i) {
    spec.states[i].transitions[static_cast<std::size_t>(Event::kNormalSent)] = {
        {0, 1.0f}};
  }
  Framework framework =
      Framework::Create(specs::Compile({std::move(spec)}), {},
                        base::Random::FromSeed(1), base::Instant{})
          .value();
  const TriggerEvent event{Event::kNormalSent};
  std::size_t actions = 0;
  for (auto _ : state) {
    actions += framework.TriggerEvents({&event, 1}, base::Instant{}).size();
  }
  benchmark::DoNotOptimize(actions);
}
BENCHMARK(BM_LongestList);

}  // namespace
}  // namespace maybenot
