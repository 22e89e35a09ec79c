// How many actions a second were returned lately, and whether that is too many.
// SOURCE: spec/maybenot.md 2.12.
#ifndef MAYBENOT_ACTION_RATE_H_
#define MAYBENOT_ACTION_RATE_H_

#include <cstddef>

#include "base/time.h"

namespace maybenot {

// Estimates the rate by two windows of one second: what is left of the last
// window counts in proportion, as if its actions had come evenly. A window
// begins with a call, so the next one may begin late.
class ActionRate {
 public:
  // `now` opens the first window.
  explicit ActionRate(base::Instant now) : window_start_(now) {}

  // Whether a call at `now` may return actions, if the rate is to be below
  // `max_per_second`; infinity and NaN are no bound. A call that opens a window
  // always may.
  bool Admit(double max_per_second, base::Instant now) {
    const base::Duration elapsed = base::SaturatingSince(now, window_start_);
    if (elapsed < kWindow) {
      const double left = base::ToSeconds(kWindow - elapsed);
      return !(previous_ * left + current_ >= max_per_second);
    }
    previous_ = elapsed < 2 * kWindow ? current_ : 0;
    window_start_ = now;
    current_ = 0;
    return true;
  }

  // Counts what an admitted call returned.
  void Count(std::size_t actions) { current_ += static_cast<double>(actions); }

 private:
  static constexpr base::Duration kWindow = base::Seconds(1);

  base::Instant window_start_;
  double previous_ = 0;  // Actions returned in the window before.
  double current_ = 0;   // In this one.
};

}  // namespace maybenot

#endif  // MAYBENOT_ACTION_RATE_H_
