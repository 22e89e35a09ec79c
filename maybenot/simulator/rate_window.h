// How many packets there were of late.
#ifndef MAYBENOT_SIMULATOR_RATE_WINDOW_H_
#define MAYBENOT_SIMULATOR_RATE_WINDOW_H_

#include <cstddef>
#include <vector>

#include "base/time.h"

namespace maybenot::simulator {

// A sliding window. Amortized O(1) a packet; 8 bytes for each in the window,
// and as many more.
class RateWindow {
 public:
  explicit RateWindow(base::Duration width) : width_(width) {}

  // A packet at `now`. How many there were, it included, in the last `width`
  // before `now`, both ends included. One that comes earlier than the one
  // before it takes none out.
  std::size_t Add(base::Instant now) {
    if (first_ >= kSpareEntries && first_ * 2 >= times_.size()) Compact();
    times_.push_back(now);
    while (now - times_[first_] > width_) ++first_;
    return times_.size() - first_;
  }

 private:
  static constexpr std::size_t kSpareEntries = 1024;

  void Compact();

  base::Duration width_;
  std::vector<base::Instant> times_;  // Those before first_ are out of it.
  std::size_t first_ = 0;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_RATE_WINDOW_H_
