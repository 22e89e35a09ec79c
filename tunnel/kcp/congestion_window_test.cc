#include "tunnel/kcp/congestion_window.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace kcp {
namespace {

constexpr std::uint32_t kPeerWindow = 65535;

TEST(CongestionWindowTest, StartsSlowly) {
  CongestionWindow window;
  EXPECT_EQ(window.segments(), 1u);
  window.HandleProgress(kPeerWindow);  // Below the threshold of 2: one more.
  EXPECT_EQ(window.segments(), 2u);
  window.HandleProgress(kPeerWindow);  // 1/2 + 1/16 of one.
  EXPECT_EQ(window.segments(), 2u);
  window.HandleProgress(kPeerWindow);  // 9/16 + 9/16 = 1 and 2/16.
  EXPECT_EQ(window.segments(), 3u);
}

TEST(CongestionWindowTest, AGapHalvesWhatIsInFlight) {
  CongestionWindow window;
  window.HandleGap(40);
  EXPECT_EQ(window.segments(), 20u);
  window.HandleGap(1);
  EXPECT_EQ(window.segments(), 2u);
}

TEST(CongestionWindowTest, ATimeoutStartsAgainUpToAHalf) {
  CongestionWindow window;
  window.HandleGap(40);
  window.HandleTimeout();
  EXPECT_EQ(window.segments(), 1u);
  // Up to the threshold of 20 / 2 each packet adds one.
  for (std::uint32_t i = 2; i <= 10; ++i) {
    window.HandleProgress(kPeerWindow);
    EXPECT_EQ(window.segments(), i);
  }
  window.HandleProgress(kPeerWindow);
  EXPECT_EQ(window.segments(), 10u);
}

TEST(CongestionWindowTest, StaysWithinThePeersWindow) {
  CongestionWindow window;
  for (int i = 0; i < 1000; ++i) window.HandleProgress(5);
  EXPECT_EQ(window.segments(), 5u);
}

}  // namespace
}  // namespace kcp
