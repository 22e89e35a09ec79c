#include "machines/generation/environment.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/check.h"
#include "base/random.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "machines/generation/environment_config.h"
#include "machines/generation/trace_set.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/arguments.h"
#include "maybenot/simulator/bin_dist.h"
#include "maybenot/simulator/integration.h"
#include "maybenot/simulator/network.h"
#include "maybenot/simulator/simulation.h"
#include "maybenot/simulator/simulator.h"

namespace generation {
namespace {

namespace simulator = maybenot::simulator;

simulator::Network DrawNetwork(const EnvironmentConfig& config,
                               base::Random& random) {
  simulator::Network network;
  const std::uint64_t rtt_ms = base::UniformIndex(random, config.rtt_in_ms);
  network.delay = base::Milliseconds(static_cast<std::int64_t>(rtt_ms / 2));
  if (config.packets_per_sec) {
    network.packets_per_second = static_cast<std::uint32_t>(
        base::UniformIndex(random, *config.packets_per_sec));
  }
  return network;
}

// A load of 1, as many padding as normal packets, is a fraction of 0.5.
double ImpliedFraction(const std::optional<base::RealRange>& cost,
                       bool implied) {
  if (!cost || !implied) return 0;
  return std::clamp(cost->high / (cost->high + 1), 0.0, 1.0);
}

std::vector<base::Duration> SentByClient(
    const simulator::Simulation& simulation) {
  std::vector<base::Duration> sent;
  for (const simulator::SimEvent& event : simulation.events) {
    if (event.client && event.event == maybenot::Event::kTunnelSent) {
      sent.push_back(event.at - simulation.events.front().at);
    }
  }
  return sent;
}

}  // namespace

simulator::IntegrationPair ExampleIntegration() {
  const auto delay = simulator::BinDist::Parse(
      R"json({"(0.0, 0.0)": 0.45, "(0.0, 1.0)": 0.4, "(1.0, 2.0)": 0.1,
          "(2.0, 3.0)": 0.05})json");
  BASE_CHECK(delay.ok());
  const simulator::Integration side = {*delay, *delay, *delay};
  return {side, side};
}

absl::StatusOr<Environment> Environment::Create(
    const EnvironmentConfig& config, const ConstraintsConfig& constraints,
    const EnvironmentInputs& inputs, base::Random& random) {
  Environment environment;
  simulator::Arguments& arguments = environment.arguments;
  arguments.network = DrawNetwork(config, random);
  const std::size_t amount = base::UniformIndex(random, config.num_traces);
  ASSIGN_OR_RETURN(environment.traces,
                   ChooseTraces(inputs.traces, amount, random));
  const std::size_t steps = base::UniformIndex(random, config.sim_steps);
  arguments.max_trace_length = steps;
  arguments.max_sim_iterations = steps;
  if (inputs.integration) {
    arguments.client_integration = inputs.integration->client;
    arguments.server_integration = inputs.integration->server;
  }
  const bool implied = config.implied_framework_limits;
  const double blocking = ImpliedFraction(constraints.delay, implied);
  arguments.client_limits = {
      .max_padding_frac = ImpliedFraction(constraints.client_load, implied),
      .max_blocking_frac = blocking};
  arguments.server_limits = {
      .max_padding_frac = ImpliedFraction(constraints.server_load, implied),
      .max_blocking_frac = blocking};
  arguments.strict_reference = true;

  arguments.seed = random.NextU64();
  const auto none = std::make_shared<const std::vector<maybenot::Machine>>();
  for (const SharedTrace& trace : environment.traces) {
    ASSIGN_OR_RETURN(const simulator::Simulation simulation,
                     simulator::Simulate(*trace, none, none, arguments));
    environment.sent.push_back(SentByClient(simulation));
  }
  // The reference draws a seed here that it never uses.
  random.NextU64();
  return environment;
}

}  // namespace generation
