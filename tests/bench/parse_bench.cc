// Parsing: the first machine of each named defense, from text to program.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "benchmark/benchmark.h"
#include "maybenot/machine.h"
#include "tests/bench/named_defenses.h"

namespace maybenot {
namespace {

// Argument: which named defense. Bytes are those of the text form.
void BM_Parse(benchmark::State& state) {
  const bench::NamedDefense& defense =
      bench::NamedDefenses()[static_cast<std::size_t>(state.range(0))];
  const std::string& text = defense.machines.front();
  for (auto _ : state) {
    auto machine = Machine::Parse(text);
    BASE_CHECK(machine.ok());
    benchmark::DoNotOptimize(machine);
  }
  state.SetLabel(defense.name);
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(text.size()));
}
BENCHMARK(BM_Parse)->DenseRange(0, bench::kNamedDefenses - 1);

}  // namespace
}  // namespace maybenot
