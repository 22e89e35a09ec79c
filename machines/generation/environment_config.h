// What environments and constraints are made of.
#ifndef MACHINES_GENERATION_ENVIRONMENT_CONFIG_H_
#define MACHINES_GENERATION_ENVIRONMENT_CONFIG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "machines/generation/trace_set.h"

namespace generation {

// Ranges that a defense's cost must lie in, ends included; what is not set is
// not looked at. SOURCE: spec/maybenot.md 6.2.
struct ConstraintsConfig {
  std::optional<base::RealRange> client_load = std::nullopt;
  std::optional<base::RealRange> server_load = std::nullopt;
  std::optional<base::RealRange> delay = std::nullopt;
  std::uint64_t client_min_normal_packets = 1;
  std::uint64_t server_min_normal_packets = 1;
  // Count what comes after the last normal packet, too.
  bool include_after_last_normal = false;

  // Errors: kInvalidArgument for a range that ends below 0, which no cost does.
  absl::Status Validate() const;
};

// What an environment is drawn from. SOURCE: spec/maybenot.md 6.2.
struct EnvironmentConfig {
  std::vector<TraceSet> traces;
  base::Range64 num_traces;  // At least 1.
  base::Range64 sim_steps;   // Events of a simulation; at least 1.
  // Delays between framework and wire: none, an example, or a file's.
  struct Integration {
    std::string file;  // Empty: the example.
  };
  std::optional<Integration> integration = std::nullopt;
  // Have the frameworks keep the upper ends of the constraints.
  bool implied_framework_limits = false;
  base::Range64 rtt_in_ms = {0, 0};
  // None: what each trace shows that its network bears.
  std::optional<base::Range64> packets_per_sec = std::nullopt;

  // Errors: kInvalidArgument with key, value and bound.
  absl::Status Validate() const;
};

}  // namespace generation

#endif  // MACHINES_GENERATION_ENVIRONMENT_CONFIG_H_
