// What a Defender costs its host: nanoseconds a cell, from the call that queues
// it or lets it fall due until nothing more is to be written.
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "benchmark/benchmark.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/testing/specs.h"
#include "tests/bench/named_defenses.h"

namespace maybenot {
namespace {

constexpr std::uint32_t kCellBytes = 512;

Defender CreateDefender(Machines machines) {
  return Defender::Create(std::move(machines), {}, base::Random::FromSeed(1),
                          base::Instant{})
      .value();
}

Machines NamedMachines(absl::string_view defense) {
  std::vector<Machine> machines;
  for (const bench::NamedDefense& named : bench::NamedDefenses()) {
    if (named.name != defense) continue;
    for (const std::string& text : named.machines) {
      machines.push_back(Machine::Parse(text).value());
    }
  }
  BASE_CHECK(!machines.empty());
  return std::make_shared<const std::vector<Machine>>(std::move(machines));
}

// Writes all that may be written. Returns how many cells that was.
std::int64_t Write(Defender& defender, base::Instant now) {
  std::int64_t cells = 0;
  while (defender.PollPacket(now)) ++cells;
  return cells;
}

// Lets the next thing fall due at its instant.
std::int64_t HandleNext(Defender& defender, base::Instant& now) {
  now = defender.NextDeadline().value();
  defender.HandleDeadline(now);
  return Write(defender, now);
}

void BM_NoMachines(benchmark::State& state) {
  Defender defender = CreateDefender(specs::Compile({}));
  base::Instant now{};
  std::int64_t cells = 0;
  for (auto _ : state) {
    now += base::Milliseconds(1);
    BASE_CHECK(defender.Enqueue(kCellBytes, now));
    cells += Write(defender, now);
    benchmark::DoNotOptimize(defender.NextDeadline());
  }
  state.SetItemsProcessed(cells);
}
BENCHMARK(BM_NoMachines);

// A padding cell every millisecond.
void BM_Padding(benchmark::State& state) {
  Defender defender = CreateDefender(specs::Compile(
      {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                    specs::Pads(1000).On(Event::kPaddingSent, 1)})}));
  base::Instant now{};
  BASE_CHECK(defender.Enqueue(kCellBytes, now));
  std::int64_t cells = Write(defender, now);
  for (auto _ : state) cells += HandleNext(defender, now);
  state.SetItemsProcessed(cells);
}
BENCHMARK(BM_Padding);

// A cell every 10 ms, each with a packet that waited for it.
void BM_Tamaraw(benchmark::State& state) {
  Defender defender = CreateDefender(NamedMachines("tamaraw"));
  base::Instant now{};
  std::int64_t cells = 0;
  for (auto _ : state) {
    BASE_CHECK(defender.Enqueue(kCellBytes, now));
    cells += Write(defender, now);  // None but the first, before blocking.
    std::int64_t written = 0;
    while (written == 0) written = HandleNext(defender, now);
    cells += written;
  }
  BASE_CHECK(defender.blocked_until().has_value());
  state.SetItemsProcessed(cells);
}
BENCHMARK(BM_Tamaraw);

}  // namespace
}  // namespace maybenot
