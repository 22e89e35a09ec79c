#include "maybenot/simulator/rate_window.h"

#include <cstddef>

namespace maybenot::simulator {

void RateWindow::Compact() {
  times_.erase(times_.begin(),
               times_.begin() + static_cast<std::ptrdiff_t>(first_));
  first_ = 0;
}

}  // namespace maybenot::simulator
