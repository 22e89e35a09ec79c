#include "tunnel/kcp/round_trip.h"

#include <algorithm>

namespace kcp {

void RoundTrip::AddSample(base::Duration sample) {
  if (smoothed_ == base::Duration(0)) {
    // Zero stands for no sample, and no answer takes no time.
    smoothed_ = std::max(sample, base::Duration(1));
    variation_ = sample / 2;
  } else {
    const base::Duration delta = sample - smoothed_;
    const base::Duration size = delta < base::Duration(0) ? -delta : delta;
    // One quick answer says little about the slow ones.
    const int weight = sample < smoothed_ - variation_ ? 32 : 4;
    smoothed_ = std::max(smoothed_ + delta / 8, base::Duration(1));
    variation_ += (size - variation_) / weight;
  }
  timeout_ = std::clamp(smoothed_ + std::max(kInterval, 4 * variation_),
                        kMinTimeout, kMaxTimeout);
}

}  // namespace kcp
