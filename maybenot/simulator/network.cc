#include "maybenot/simulator/network.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/time.h"

namespace maybenot::simulator {

absl::Status Network::Validate() const {
  if (delay < base::Duration(0) || delay > kMaxDelay) {
    return absl::InvalidArgumentError(
        absl::StrCat("network.delay: ", delay.count(),
                     " ns is not in [0, 24 h = ", kMaxDelay.count(), " ns]"));
  }
  if (packets_per_second == 0u) {
    return absl::InvalidArgumentError(
        "network.packets_per_second: 0 is not in [1, 4294967295]");
  }
  return absl::OkStatus();
}

}  // namespace maybenot::simulator
