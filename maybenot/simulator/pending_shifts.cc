#include "maybenot/simulator/pending_shifts.h"

#include <algorithm>

#include "base/check.h"
#include "base/time.h"

namespace maybenot::simulator {

void PendingShifts::Add(base::Duration delay, base::Instant now,
                        SideName where) {
  const bool at_client = where == SideName::kClient;
  const auto after = [&](int network_delays) {
    return now +
           std::max(network_delays * network_delay_ - delay, base::Duration(0));
  };
  shifts_.push({after(at_client ? 4 : 1), delay, SideName::kClient});
  shifts_.push({after(at_client ? 3 : 4), delay, SideName::kServer});
  FindNext();
}

PendingShifts::Shift PendingShifts::PopNext() {
  BASE_CHECK(!shifts_.empty());
  const Shift next = shifts_.top();
  shifts_.pop();
  FindNext();
  return next;
}

}  // namespace maybenot::simulator
