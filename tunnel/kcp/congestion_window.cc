#include "tunnel/kcp/congestion_window.h"

#include <algorithm>

namespace kcp {

// The reference counts bytes: a packet adds mss * mss / count + mss / 16, so in
// segments 1 / segments + 1 / 16.
void CongestionWindow::HandleProgress(std::uint32_t peer_window) {
  if (segments_ >= peer_window) return;
  if (segments_ < threshold_) {
    ++segments_;
    return;
  }
  fraction_ += 1.0 / segments_ + 1.0 / 16;
  if (fraction_ < 1) return;
  fraction_ -= 1;
  ++segments_;
}

void CongestionWindow::HandleGap(std::uint32_t in_flight) {
  threshold_ = std::max(in_flight / 2, kMinThreshold);
  segments_ = threshold_;
  fraction_ = 0;
}

void CongestionWindow::HandleTimeout() {
  threshold_ = std::max(segments_ / 2, kMinThreshold);
  segments_ = 1;
  fraction_ = 0;
}

}  // namespace kcp
