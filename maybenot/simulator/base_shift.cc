#include "maybenot/simulator/base_shift.h"

#include <algorithm>

#include "base/check.h"
#include "base/time.h"

namespace maybenot::simulator {

void BaseShift::Add(base::Duration delay, base::Instant now, SideName where) {
  const bool at_client = where == SideName::kClient;
  const auto after = [&](int network_delays) {
    return now +
           std::max(network_delays * network_delay_ - delay, base::Duration(0));
  };
  pending_.push({after(at_client ? 4 : 1), delay, SideName::kClient});
  pending_.push({after(at_client ? 3 : 4), delay, SideName::kServer});
}

void BaseShift::ApplyNext() {
  BASE_CHECK(!pending_.empty());
  const Pending next = pending_.top();
  pending_.pop();
  base::Duration& shift = next.side == SideName::kClient ? client_ : server_;
  shift = std::min(shift + next.delay, kMax);
}

}  // namespace maybenot::simulator
