#include "maybenot/cli/conformance_sims.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/time.h"
#include "maybenot/cli/sim_case.h"
#include "maybenot/simulator/simulation.h"
#include "maybenot/simulator/simulator.h"

namespace maybenot::cli {
namespace {

using simulator::SimEvent;
using simulator::Simulation;

// Events in an order that is the same for the same events.
void Arrange(std::vector<SimEvent>& events) {
  const auto key = [](const SimEvent& event) {
    return std::tuple(event.at, event.client, event.event, event.machine,
                      event.padding);
  };
  std::sort(
      events.begin(), events.end(),
      [&](const SimEvent& a, const SimEvent& b) { return key(a) < key(b); });
}

// What was told, from the first queued event on, as the file counts.
std::vector<SimEvent> Told(const SimCase& sim, std::vector<SimEvent> events) {
  const base::Duration first = FirstQueued(sim).time_since_epoch();
  for (SimEvent& event : events) event.at -= first;
  return events;
}

void DropFrom(base::Instant end, std::vector<SimEvent>& events) {
  std::erase_if(events,
                [end](const SimEvent& event) { return event.at >= end; });
}

void ReplayBlock(absl::string_view block, Tally& tally) {
  const std::string name(block.substr(0, block.find('\n')));
  absl::StatusOr<SimCase> sim = ParseSimCase(block);
  if (!sim.ok()) {
    tally.Fail({name, "a case", std::string(sim.status().message())});
    return;
  }
  sim->arguments.strict_reference = true;
  absl::StatusOr<Simulation> simulation =
      simulator::Simulate(sim->trace, sim->client, sim->server, sim->arguments);
  if (!simulation.ok()) {
    tally.Fail({name, "a run", simulation.status().ToString()});
    return;
  }
  std::vector<SimEvent> expected = sim->events;
  std::vector<SimEvent> actual = Told(*sim, std::move(simulation->events));
  const bool same_size = expected.size() == actual.size();
  if (same_size && simulation->stop == Simulation::Stop::kMaxTraceLength &&
      !expected.empty() && expected.back().at == actual.back().at) {
    const base::Instant last = expected.back().at;
    DropFrom(last, expected);
    DropFrom(last, actual);
  }
  Arrange(expected);
  Arrange(actual);
  const auto [e, a] = std::mismatch(expected.begin(), expected.end(),
                                    actual.begin(), actual.end());
  if (e == expected.end() && a == actual.end()) {
    ++tally.passed;
    return;
  }
  tally.Fail({absl::StrCat(name, ", event ", e - expected.begin() + 1),
              e == expected.end() ? "no more" : SimEventLine(*e),
              a == actual.end() ? "no more" : SimEventLine(*a)});
}

}  // namespace

void ReplaySims(absl::string_view text, Tally& tally) {
  for (const absl::string_view block : SplitSims(text)) {
    ReplayBlock(block, tally);
  }
}

}  // namespace maybenot::cli
