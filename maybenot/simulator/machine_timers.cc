#include "maybenot/simulator/machine_timers.h"

#include <algorithm>

namespace maybenot::simulator {

void MachineTimers::FindFirst() {
  const auto first = std::min_element(due_.begin(), due_.end());
  next_ = *first;
  first_ = static_cast<std::size_t>(first - due_.begin());
}

}  // namespace maybenot::simulator
