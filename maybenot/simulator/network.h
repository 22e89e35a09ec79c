// The network between the two sides, as far as it is simulated.
#ifndef MAYBENOT_SIMULATOR_NETWORK_H_
#define MAYBENOT_SIMULATOR_NETWORK_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "base/time.h"

namespace maybenot::simulator {

// The same in both directions, without loss. SOURCE: spec/maybenot.md
// section 5.
struct Network {
  // What no delay that is told to the simulator exceeds.
  static constexpr base::Duration kMaxDelay = base::Seconds(24 * 60 * 60);

  base::Duration delay = base::Milliseconds(10);  // One way.

  // Packets a second and direction that pass without more delay. None: the
  // input trace's own SentPackets::PeakRate.
  std::optional<std::uint32_t> packets_per_second = std::nullopt;

  // Errors: kInvalidArgument if `delay` is not in [0, kMaxDelay], or
  // `packets_per_second` is 0.
  absl::Status Validate() const;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_NETWORK_H_
