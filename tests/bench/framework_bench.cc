// The engine's two figures, as tests/golden/README.md's source defines them for
// C++ and Rust alike. Each iteration is one call of TriggerEvents.
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "benchmark/benchmark.h"
#include "maybenot/cli/trace_case.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"
#include "tests/bench/named_defenses.h"

namespace maybenot {
namespace {

Framework CreateFramework(std::vector<Machine> machines, std::uint64_t seed,
                          Framework::Limits limits = {}) {
  return Framework::Create(
             std::make_shared<const std::vector<Machine>>(std::move(machines)),
             limits, base::Random::FromSeed(seed), base::Instant{})
      .value();
}

// Argument: which named defense. Call i comes at i * 100 us with one event.
void BM_TriggerEvents(benchmark::State& state) {
  const bench::NamedDefense& defense =
      bench::NamedDefenses()[static_cast<std::size_t>(state.range(0))];
  std::vector<Machine> machines;
  for (const std::string& text : defense.machines) {
    machines.push_back(Machine::Parse(text).value());
  }
  Framework framework = CreateFramework(std::move(machines), 1);
  constexpr TriggerEvent kEvents[] = {
      {Event::kNormalSent}, {Event::kTunnelSent},  {Event::kTunnelRecv},
      {Event::kNormalRecv}, {Event::kPaddingSent}, {Event::kTunnelSent}};
  base::Instant now{};
  std::size_t next = 0;
  std::size_t actions = 0;
  for (auto _ : state) {
    actions += framework.TriggerEvents({&kEvents[next], 1}, now).size();
    now += base::Microseconds(100);
    if (++next == std::size(kEvents)) next = 0;
  }
  state.SetLabel(defense.name);
  state.SetItemsProcessed(state.iterations());
  state.counters["actions"] = static_cast<double>(actions);
}
BENCHMARK(BM_TriggerEvents)
    ->DenseRange(0, bench::kNamedDefenses - 1)
    ->Iterations(6'000'000);

// All calls of named_traces.txt, over and over; each run of a trace starts with
// a new framework, which the time per call includes.
void BM_ReplayNamedTraces(benchmark::State& state) {
  std::ifstream in("tests/golden/named_traces.txt");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::vector<cli::TraceCase> traces;
  for (const absl::string_view block : cli::SplitTraces(text)) {
    traces.push_back(cli::ParseTraceCase(block).value());
  }
  BASE_CHECK(!traces.empty());
  std::size_t calls = 0;
  std::size_t actions = 0;
  for (auto _ : state) {
    for (const cli::TraceCase& trace : traces) {
      Framework framework =
          Framework::Create(trace.machines, trace.limits,
                            base::Random::FromSeed(trace.seed), base::Instant{})
              .value();
      for (const cli::TraceCase::Call& call : trace.calls) {
        actions += framework.TriggerEvents(call.events, call.at).size();
      }
      calls += trace.calls.size();
    }
  }
  state.SetLabel("named_traces");
  state.SetItemsProcessed(static_cast<std::int64_t>(calls));
  state.counters["actions"] =
      static_cast<double>(actions) / static_cast<double>(state.iterations());
}
BENCHMARK(BM_ReplayNamedTraces);

}  // namespace
}  // namespace maybenot
