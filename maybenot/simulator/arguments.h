// What a simulation is run with.
#ifndef MAYBENOT_SIMULATOR_ARGUMENTS_H_
#define MAYBENOT_SIMULATOR_ARGUMENTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "maybenot/framework.h"
#include "maybenot/simulator/integration.h"
#include "maybenot/simulator/network.h"

namespace maybenot::simulator {

// SOURCE: spec/maybenot.md section 5, "SimulatorArgs".
struct Arguments {
  Network network = {};

  // The run stops once so many events were recorded; 0: no limit.
  std::size_t max_trace_length = 0;

  // The run stops after so many events, recorded or not; 0: no limit, and then
  // a machine that always has a next step may never let it stop.
  std::size_t max_sim_iterations = 0;

  // Else the run stops once all packets of the input trace have arrived.
  bool continue_after_all_normal_packets_processed = false;

  // What is recorded: the client's events alone; TunnelSent and TunnelRecv
  // alone.
  bool only_client_events = false;
  bool only_network_activity = false;

  // max_padding_frac and max_blocking_frac of each side's framework.
  Framework::Limits client_limits = {};
  Framework::Limits server_limits = {};

  // The client's machines draw from xoshiro256** of this seed, the server's
  // from the next one, and integration delays from streams of their own.
  std::uint64_t seed = 0;

  std::optional<Integration> client_integration = std::nullopt;
  std::optional<Integration> server_integration = std::nullopt;

  // Blocks of zero length as the reference has them: one without `replace`
  // begins and never ends; one that replaces another ends before it begins.
  // docs/deviations.md, "Simulator".
  bool strict_reference = false;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_ARGUMENTS_H_
