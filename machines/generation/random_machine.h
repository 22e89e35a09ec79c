// Machines drawn at random.
#ifndef MACHINES_GENERATION_RANDOM_MACHINE_H_
#define MACHINES_GENERATION_RANDOM_MACHINE_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "maybenot/machine.h"

namespace generation {

enum class Side : std::uint8_t { kClient, kServer };

// What a drawn machine may be. An `allow_` that is not set is decided by a coin
// flip, for each machine anew. SOURCE: spec/maybenot.md 6.2.
struct RandomMachineConfig {
  base::Range64 num_states;
  std::optional<bool> allow_blocking_client = std::nullopt;
  std::optional<bool> allow_blocking_server = std::nullopt;
  // Counters and timers of its own, signals heard, states without an action.
  std::optional<bool> allow_expressive = std::nullopt;
  std::optional<bool> allow_fixed_budget = std::nullopt;
  std::optional<bool> allow_frac_limits = std::nullopt;
  // What durations, in microseconds, and counts are drawn around.
  base::RealRange duration_point = {100'000, 100'000};
  base::Range64 count_point = {100, 100};
  // What timeouts of padding and blocking begin at, at least; microseconds.
  base::RealRange min_action_timeout = {0, 0};
  // Only what Tor's circuit padding framework has.
  bool circpad_compatible = false;
  // When to give up on a machine: the default is about half a minute's worth.
  std::size_t max_states_drawn = 10'000'000;

  // Errors: kInvalidArgument with key, value and bound: num_states from 1 to
  // 100; count_point up to 1e9; the others up to 24 h; ends not swapped.
  absl::Status Validate() const;
};

// A machine whose states all reach each other by normal and tunnel packets, so
// that it cannot get stuck; states are drawn until they do. The same machine,
// and as many draws, as maybenot-gen 1.0.1 for the same generator.
// Requires: config.Validate() is OK. Errors: kResourceExhausted after
// max_states_drawn states.
// SOURCE: spec/maybenot.md 6.2.
absl::StatusOr<maybenot::Machine> DrawMachine(const RandomMachineConfig& config,
                                              Side side, base::Random& random);

}  // namespace generation

#endif  // MACHINES_GENERATION_RANDOM_MACHINE_H_
