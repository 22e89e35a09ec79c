// The conditions that a pair of client and server lives under: traces, a
// network, limits.
#ifndef MACHINES_GENERATION_ENVIRONMENT_H_
#define MACHINES_GENERATION_ENVIRONMENT_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/time.h"
#include "machines/generation/environment_config.h"
#include "machines/generation/trace_set.h"
#include "maybenot/simulator/arguments.h"
#include "maybenot/simulator/integration.h"

namespace generation {

// What a configuration names and its caller has at hand.
struct EnvironmentInputs {
  TraceCollection traces;
  std::optional<maybenot::simulator::IntegrationPair> integration =
      std::nullopt;
};

// The same on both sides: no delay in 45 of 100 cases, 1 ms at most in 40, 2 in
// 10, 3 in 5. SOURCE: spec/maybenot.md 6.2.
maybenot::simulator::IntegrationPair ExampleIntegration();

struct Environment {
  // Draws a network, traces and a number of steps, and runs each trace without
  // machines. The same draws as maybenot-gen 1.0.1.
  // Requires: both configurations are valid. Errors: those of ChooseTraces and
  // of the simulator. SOURCE: spec/maybenot.md 6.2.
  static absl::StatusOr<Environment> Create(
      const EnvironmentConfig& config, const ConstraintsConfig& constraints,
      const EnvironmentInputs& inputs, base::Random& random);

  // Of every simulation; its seed is still to be set. Zero-length blocks are as
  // the reference has them, or else other machines would be found.
  maybenot::simulator::Arguments arguments;
  std::vector<SharedTrace> traces;
  // Of each trace: when the client sent each of its packets, from the first
  // event on, without a defense.
  std::vector<std::vector<base::Duration>> sent;
};

}  // namespace generation

#endif  // MACHINES_GENERATION_ENVIRONMENT_H_
