// Property: whatever the trace, machines and arguments, a simulation ends
// within the limits that it was given, with its events in the order of time; no
// packet is made up or sent twice: what one stage has of a kind, the stage
// before had; without integration delays no blocking ends that has not begun;
// and the same run gives the same events again, recorded in part or in full.
//
// Input: arguments, machines of both sides, then the trace.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/time.h"
#include "fuzz/input.h"
#include "fuzz/made_machine.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/simulator/arguments.h"
#include "maybenot/simulator/bin_dist.h"
#include "maybenot/simulator/input_trace.h"
#include "maybenot/simulator/integration.h"
#include "maybenot/simulator/simulation.h"
#include "maybenot/simulator/simulator.h"
#include "maybenot/testing/specs.h"

namespace maybenot::simulator {
namespace {

using fuzz::Input;

constexpr std::size_t kMaxMachines = 3;
constexpr std::size_t kMaxPackets = 64;

base::Duration MakeGap(Input& in) {
  constexpr std::int64_t kMicroseconds[] = {0, 0,     1,      5,
                                            7, 1'000, 10'000, 200'000};
  return base::Microseconds(kMicroseconds[in.Below(8)]);
}

std::optional<Integration> MakeIntegration(Input& in) {
  constexpr const char* kDelays[] = {
      R"json({"(0, 0)": 1})json", R"json({"(0.005, 0.005)": 1})json",
      R"json({"(0, 1)": 0.5, "(1, 3)": 0.5})json"};
  if (in.Below(4) != 0) return std::nullopt;
  const auto delay = [&] {
    return BinDist::Parse(kDelays[in.Below(3)]).value();
  };
  const BinDist action = delay();
  const BinDist reporting = delay();
  return Integration{action, reporting, delay()};
}

Arguments MakeArguments(Input& in) {
  constexpr std::array<std::uint32_t, 4> kRates = {1, 3, 100, 4'000'000'000};
  Arguments arguments;
  arguments.network.delay = MakeGap(in);
  if (in.Flag()) arguments.network.packets_per_second = kRates[in.Below(4)];
  arguments.max_trace_length = in.Flag() ? in.Below(200) : 0;
  arguments.max_sim_iterations = 2'000;
  arguments.continue_after_all_normal_packets_processed = in.Flag();
  arguments.client_limits.max_padding_frac = in.Flag() ? 0.5 : 0;
  arguments.server_limits.max_blocking_frac = in.Flag() ? 0.25 : 0;
  arguments.seed = in.Byte();
  arguments.client_integration = MakeIntegration(in);
  arguments.server_integration = MakeIntegration(in);
  arguments.strict_reference = in.Flag();
  return arguments;
}

Machines MakeMachines(Input& in) {
  std::vector<MachineSpec> specs;
  for (std::size_t i = in.Below(kMaxMachines + 1); i > 0; --i) {
    specs.push_back(fuzz::MakeSpec(in));
  }
  return specs::Compile(std::move(specs));
}

InputTrace MakeTrace(Input& in) {
  InputTrace trace;
  base::Instant at{};
  while (!in.empty() && trace.packets.size() < kMaxPackets) {
    at += MakeGap(in);
    trace.packets.push_back({at, in.Flag()});
  }
  return trace;
}

// Of one side, so far.
struct Counts {
  std::array<std::size_t, kEventCount> normal = {};
  std::array<std::size_t, kEventCount> padding = {};

  std::size_t& of(const SimEvent& event) {
    return (event.padding ? padding
                          : normal)[static_cast<std::size_t>(event.event)];
  }
  std::size_t Normal(Event event) const {
    return normal[static_cast<std::size_t>(event)];
  }
  std::size_t Padding(Event event) const {
    return padding[static_cast<std::size_t>(event)];
  }
};

void CheckPackets(const Counts& sender, const Counts& recipient) {
  using E = Event;
  BASE_CHECK(sender.Normal(E::kTunnelSent) <= sender.Normal(E::kNormalSent));
  BASE_CHECK(sender.Padding(E::kTunnelSent) <= sender.Padding(E::kPaddingSent));
  BASE_CHECK(recipient.Normal(E::kTunnelRecv) <= sender.Normal(E::kTunnelSent));
  BASE_CHECK(recipient.Padding(E::kTunnelRecv) <=
             sender.Padding(E::kTunnelSent));
  BASE_CHECK(recipient.Normal(E::kNormalRecv) <=
             recipient.Normal(E::kTunnelRecv));
  BASE_CHECK(recipient.Padding(E::kPaddingRecv) <=
             recipient.Padding(E::kTunnelRecv));
  BASE_CHECK(sender.Padding(E::kNormalSent) == 0);
  BASE_CHECK(sender.Normal(E::kPaddingSent) == 0);
}

void CheckEvents(const InputTrace& trace, const Arguments& arguments,
                 absl::Span<const SimEvent> events) {
  const bool delayed = arguments.client_integration.has_value() ||
                       arguments.server_integration.has_value();
  std::array<Counts, 2> counts;  // Of server and client.
  base::Instant last = base::Instant::min();
  for (const SimEvent& event : events) {
    BASE_CHECK(event.at >= last);
    last = event.at;
    Counts& side = counts[event.client ? 1 : 0];
    ++side.of(event);
    // Times on record are corrected for delays, and then packets may overtake.
    if (delayed) continue;
    CheckPackets(counts[0], counts[1]);
    CheckPackets(counts[1], counts[0]);
    if (arguments.strict_reference) continue;
    BASE_CHECK(side.Normal(Event::kBlockingEnd) <=
               side.Normal(Event::kBlockingBegin));
  }
  const auto sent = static_cast<std::size_t>(std::count_if(
      trace.packets.begin(), trace.packets.end(),
      [](const InputTrace::Packet& packet) { return packet.sent; }));
  BASE_CHECK(counts[1].Normal(Event::kNormalSent) <= sent);
  BASE_CHECK(counts[0].Normal(Event::kNormalSent) <=
             trace.packets.size() - sent);
}

void CheckLimits(const Arguments& arguments, const Simulation& simulation) {
  BASE_CHECK(simulation.iterations <= arguments.max_sim_iterations);
  BASE_CHECK(simulation.events.size() <= simulation.iterations);
  if (arguments.max_trace_length > 0) {
    BASE_CHECK(simulation.events.size() <= arguments.max_trace_length);
  }
}

// What the client's packets alone are of `events`.
std::vector<SimEvent> ClientPackets(std::vector<SimEvent> events) {
  std::erase_if(events, [](const SimEvent& event) {
    return !event.client || (event.event != Event::kTunnelSent &&
                             event.event != Event::kTunnelRecv);
  });
  return events;
}

void Run(Input& in) {
  Arguments arguments = MakeArguments(in);
  const Machines client = MakeMachines(in);
  const Machines server = MakeMachines(in);
  const InputTrace trace = MakeTrace(in);

  const Simulation simulation =
      Simulate(trace, client, server, arguments).value();
  CheckLimits(arguments, simulation);
  CheckEvents(trace, arguments, simulation.events);

  const Simulation again = Simulate(trace, client, server, arguments).value();
  BASE_CHECK(again.events == simulation.events);
  BASE_CHECK(again.stop == simulation.stop);
  if (simulation.stop == Simulation::Stop::kMaxTraceLength) return;
  arguments.only_client_events = true;
  arguments.only_network_activity = true;
  arguments.max_trace_length = 0;
  BASE_CHECK(Simulate(trace, client, server, arguments).value().events ==
             ClientPackets(simulation.events));
}

}  // namespace
}  // namespace maybenot::simulator

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  fuzz::Input in(absl::MakeConstSpan(data, size));
  maybenot::simulator::Run(in);
  return 0;
}
