#include "maybenot/simulator/simulator.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "maybenot/framework.h"
#include "maybenot/simulator/bottleneck.h"
#include "maybenot/simulator/connection.h"
#include "maybenot/simulator/event_queue.h"
#include "maybenot/simulator/integration.h"
#include "maybenot/simulator/pending_shifts.h"
#include "maybenot/simulator/picker.h"
#include "maybenot/simulator/queued_event.h"
#include "maybenot/simulator/sent_packets.h"
#include "maybenot/simulator/side.h"
#include "maybenot/simulator/tunnel.h"

namespace maybenot::simulator {
namespace {

void DelayReports(IntegrationDelays& delays, std::vector<BasePacket>& packets) {
  for (BasePacket& packet : packets) {
    packet.integration_delay = delays.Reporting();
    packet.at += ToDuration(packet.integration_delay);
  }
}

// Bit i: events of rank i.
constexpr unsigned BitOf(Rank rank) {
  return 1u << static_cast<unsigned>(rank);
}
constexpr unsigned kNetworkActivity =
    BitOf(Rank::kTunnelSent) | BitOf(Rank::kTunnelRecv);

// What the time on record differs by from the time of the report.
base::Duration Correction(const QueuedEvent& event) {
  if (event.integration_delay == IntegrationDelay{0}) return base::Duration(0);
  const base::Duration delay = ToDuration(event.integration_delay);
  switch (event.rank) {
    case Rank::kTunnelSent:
      return event.padding ? delay : -delay;
    case Rank::kPaddingSent:
      return delay;
    case Rank::kNormalSent:
    case Rank::kTunnelRecv:
    case Rank::kNormalRecv:
    case Rank::kPaddingRecv:
      return -delay;
    case Rank::kBlockingBegin:
    case Rank::kBlockingEnd:
    case Rank::kTimerBegin:
    case Rank::kTimerEnd:
      break;
  }
  return base::Duration(0);
}

struct SideOptions {
  SideName name;
  Machines machines;
  Framework::Limits limits;
  std::uint64_t framework_seed;
  const std::optional<Integration>& integration;
};

absl::StatusOr<Framework> CreateFramework(const SideOptions& options,
                                          base::Instant start) {
  const absl::string_view side =
      options.name == SideName::kClient ? "client" : "server";
  const std::size_t machines = options.machines->size();
  if (machines > QueuedEvent::kMaxMachines) {
    return absl::InvalidArgumentError(
        absl::StrCat(side, ": ", machines, " machines: must be at most ",
                     QueuedEvent::kMaxMachines));
  }
  absl::StatusOr<Framework> framework =
      Framework::Create(options.machines, options.limits,
                        base::Random::FromSeed(options.framework_seed), start);
  if (framework.ok()) return framework;
  return absl::Status(framework.status().code(),
                      absl::StrCat(side, ".", framework.status().message()));
}

IntegrationDelays CreateDelays(const SideOptions& options, std::uint64_t seed) {
  const absl::string_view stream = options.name == SideName::kClient
                                       ? "integration/client"
                                       : "integration/server";
  return {options.integration, base::Random::FromStream(seed, stream)};
}

base::Instant FirstTime(const EventQueue& client, const EventQueue& server) {
  return std::min(client.next_base(), server.next_base());
}

std::size_t OrUnlimited(std::size_t limit) {
  return limit == 0 ? std::numeric_limits<std::size_t>::max() : limit;
}

// Collects what is recorded.
class Recorder {
 public:
  Recorder(const Arguments& arguments, std::vector<SimEvent>* events)
      : recorded_(arguments.only_network_activity ? kNetworkActivity : ~0u),
        only_client_events_(arguments.only_client_events),
        events_(*events) {}

  void Add(const QueuedEvent& event, const Side& side) {
    if ((recorded_ & BitOf(event.rank)) == 0) return;
    if (only_client_events_ && !side.is_client()) return;
    const base::Instant at = event.at + Correction(event);
    if (at < latest_) sorted_ = false;
    latest_ = at;
    events_.push_back({at, MachineId{event.machine}, EventOf(event.rank),
                       side.is_client(), event.padding});
  }

  // Those of one instant stay in the order in which they took place.
  void Sort() {
    if (sorted_) return;
    std::stable_sort(
        events_.begin(), events_.end(),
        [](const SimEvent& a, const SimEvent& b) { return a.at < b.at; });
  }

 private:
  unsigned recorded_;
  bool only_client_events_;
  bool sorted_ = true;
  base::Instant latest_ = base::Instant::min();
  std::vector<SimEvent>& events_;
};

// The next event, what the network makes of it, what the machines ask for, and
// so on. SOURCE: spec/maybenot.md section 5, "Loop", "Stop".
Simulation Run(const Arguments& arguments, Connection& connection) {
  using Stop = Simulation::Stop;
  const std::size_t max_length = OrUnlimited(arguments.max_trace_length);
  Simulation simulation;
  simulation.events.reserve(
      std::min(max_length, connection.client.queue().num_base() * 2 +
                               connection.server.queue().num_base() * 2));
  Recorder recorder(arguments, &simulation.events);
  Picker picker(&connection);
  Tunnel tunnel(arguments.network.delay, &connection);
  const std::size_t max_iterations = OrUnlimited(arguments.max_sim_iterations);
  const bool stop_after_normal =
      !arguments.continue_after_all_normal_packets_processed;
  while (simulation.stop == Stop::kNothingLeft) {
    const auto [event, side] = picker.PickNext();
    if (side == nullptr) break;
    if (event.at > Simulation::kLastInstant) {
      simulation.stop = Stop::kEndOfTime;
      break;
    }
    connection.now = event.at;
    tunnel.Carry(event, *side);
    side->Trigger(event, connection.now);
    recorder.Add(event, *side);
    ++simulation.iterations;
    if (simulation.events.size() >= max_length) {
      simulation.stop = Stop::kMaxTraceLength;
    } else if (simulation.iterations >= max_iterations) {
      simulation.stop = Stop::kMaxSimIterations;
    } else if (stop_after_normal && connection.no_normal_packets()) {
      simulation.stop = Stop::kNormalPacketsProcessed;
    }
  }
  recorder.Sort();
  return simulation;
}

}  // namespace

absl::StatusOr<Simulation> Simulate(const InputTrace& trace,
                                    Machines client_machines,
                                    Machines server_machines,
                                    const Arguments& arguments) {
  RETURN_IF_ERROR(arguments.network.Validate());
  const SideOptions client_options{
      SideName::kClient, std::move(client_machines), arguments.client_limits,
      arguments.seed, arguments.client_integration};
  const SideOptions server_options{
      SideName::kServer, std::move(server_machines), arguments.server_limits,
      arguments.seed + 1, arguments.server_integration};

  IntegrationDelays client_delays =
      CreateDelays(client_options, arguments.seed);
  IntegrationDelays server_delays =
      CreateDelays(server_options, arguments.seed);
  const base::Duration delay = arguments.network.delay;
  SentPackets sent = SplitTrace(trace, delay);
  const std::uint32_t rate = arguments.network.packets_per_second
                                 ? *arguments.network.packets_per_second
                                 : std::max(sent.PeakRate(), std::uint32_t{1});
  if (arguments.client_integration) DelayReports(client_delays, sent.client);
  if (arguments.server_integration) DelayReports(server_delays, sent.server);
  EventQueue client_queue(std::move(sent.client));
  EventQueue server_queue(std::move(sent.server));
  const base::Instant start = trace.packets.empty()
                                  ? base::Instant{}
                                  : FirstTime(client_queue, server_queue);
  ASSIGN_OR_RETURN(Framework client_framework,
                   CreateFramework(client_options, start));
  ASSIGN_OR_RETURN(Framework server_framework,
                   CreateFramework(server_options, start));

  Connection connection{Side(SideName::kClient, std::move(client_framework),
                             std::move(client_queue), std::move(client_delays),
                             Bottleneck(rate), arguments.strict_reference),
                        Side(SideName::kServer, std::move(server_framework),
                             std::move(server_queue), std::move(server_delays),
                             Bottleneck(rate), arguments.strict_reference),
                        PendingShifts(delay), start};
  return Run(arguments, connection);
}

}  // namespace maybenot::simulator
