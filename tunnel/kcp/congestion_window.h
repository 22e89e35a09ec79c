// KCP's own congestion control, which Snowflake turns off: slow start, then a
// segment a round trip. SOURCE: spec/tunnel.md 3.5.
#ifndef TUNNEL_KCP_CONGESTION_WINDOW_H_
#define TUNNEL_KCP_CONGESTION_WINDOW_H_

#include <cstdint>

namespace kcp {

// In segments. Pure counting.
class CongestionWindow {
 public:
  // How many may be in flight; at least 1.
  std::uint32_t segments() const { return segments_; }

  // A packet of the peer has moved una. Nothing beyond `peer_window`.
  void HandleProgress(std::uint32_t peer_window);

  // Something was found missing, while what came after it arrived.
  void HandleGap(std::uint32_t in_flight);

  // Nothing was answered in time.
  void HandleTimeout();

 private:
  static constexpr std::uint32_t kMinThreshold = 2;

  std::uint32_t segments_ = 1;
  std::uint32_t threshold_ = kMinThreshold;
  double fraction_ = 0;  // Of the next segment, in [0, 1).
};

}  // namespace kcp

#endif  // TUNNEL_KCP_CONGESTION_WINDOW_H_
