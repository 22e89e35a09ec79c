// A machine as it is written: limits and states, and the rules for both.
#ifndef MAYBENOT_MACHINE_SPEC_H_
#define MAYBENOT_MACHINE_SPEC_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "maybenot/state.h"

namespace maybenot {

// A machine's limits and states as written. A fraction of 0 means no limit.
struct MachineSpec {
  // SOURCE: spec/maybenot.md 1.4.
  static constexpr std::size_t kMaxStates = 100000;

  std::uint64_t allowed_padding_packets = 0;   // Free of max_padding_frac.
  double max_padding_frac = 0;                 // Of its packets, in [0, 1].
  std::uint64_t allowed_blocked_microsec = 0;  // Free of max_blocking_frac.
  double max_blocking_frac = 0;  // Of the time since the start, in [0, 1].
  std::vector<State> states;     // The first is where it starts.

  // Errors: kInvalidArgument naming field, value and bound ("state 3,
  // transition NormalSent[1].probability is 1.5: ..."), exactly where the
  // reference refuses. SOURCE: spec/maybenot.md 1.4.
  absl::Status Validate() const;

  // All of that but for the states, of which there are `num_states`.
  absl::Status ValidateLimits(std::size_t num_states) const;

  friend bool operator==(const MachineSpec&, const MachineSpec&) = default;
};

}  // namespace maybenot

#endif  // MAYBENOT_MACHINE_SPEC_H_
