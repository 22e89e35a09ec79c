// What packets over the network's rate are delayed by.
#ifndef MAYBENOT_SIMULATOR_BOTTLENECK_H_
#define MAYBENOT_SIMULATOR_BOTTLENECK_H_

#include <cstddef>
#include <cstdint>

#include "base/time.h"
#include "maybenot/simulator/rate_window.h"

namespace maybenot::simulator {

// One direction. The packet that is the n-th over the rate within a second
// takes n / rate longer. SOURCE: spec/maybenot.md section 5, "Bottleneck".
class Bottleneck {
 public:
  // Requires: `packets_per_second` is not 0.
  explicit Bottleneck(std::uint32_t packets_per_second)
      : packets_per_second_(packets_per_second),
        step_(base::Seconds(1) / packets_per_second) {}

  // A packet is sent at `now`: its delay beyond the network's.
  base::Duration Send(base::Instant now) {
    const std::size_t count = window_.Add(now);
    if (count <= packets_per_second_) return base::Duration(0);
    return step_ * static_cast<std::int64_t>(count - packets_per_second_);
  }

 private:
  std::size_t packets_per_second_;
  base::Duration step_;
  RateWindow window_{base::Seconds(1)};
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_BOTTLENECK_H_
