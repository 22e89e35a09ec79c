#include "tunnel/smux/keepalive.h"

#include "base/time.h"
#include "gtest/gtest.h"

namespace smux {
namespace {

constexpr base::Instant At(int seconds) {
  return base::Instant(base::Seconds(seconds));
}

Keepalive Create(int begin = 0) {
  return Keepalive({.ping = base::Seconds(10), .check = base::Seconds(25)},
                   At(begin));
}

TEST(KeepaliveTest, PingsOncePerInterval) {
  Keepalive keepalive = Create(100);
  EXPECT_EQ(keepalive.NextDeadline(), At(110));
  EXPECT_FALSE(keepalive.HandleDeadline(At(109)).ping);
  EXPECT_TRUE(keepalive.HandleDeadline(At(110)).ping);
  EXPECT_FALSE(keepalive.HandleDeadline(At(110)).ping);
  EXPECT_EQ(keepalive.NextDeadline(), At(120));
}

TEST(KeepaliveTest, ALateCallKeepsTheRhythm) {
  Keepalive keepalive = Create();
  EXPECT_TRUE(keepalive.HandleDeadline(At(24)).ping);  // For 10 and 20.
  EXPECT_FALSE(keepalive.HandleDeadline(At(24)).ping);
  EXPECT_EQ(keepalive.NextDeadline(), At(25));  // The check; then 30.
  EXPECT_TRUE(keepalive.HandleDeadline(At(25)).check);
  EXPECT_EQ(keepalive.NextDeadline(), At(30));
}

TEST(KeepaliveTest, SilenceIsAWholePeriodWithoutAFrame) {
  Keepalive keepalive = Create();
  keepalive.HandleFrame();  // At 0 s, so silence is known at 50 s: 2x.
  EXPECT_FALSE(keepalive.HandleDeadline(At(25)).silent);
  EXPECT_FALSE(keepalive.HandleDeadline(At(49)).silent);
  EXPECT_TRUE(keepalive.HandleDeadline(At(50)).silent);
}

TEST(KeepaliveTest, AFrameJustBeforeACheckMakesItOneTimeout) {
  Keepalive keepalive = Create();
  keepalive.HandleDeadline(At(24));
  keepalive.HandleFrame();  // At 24.9 s, say: known 25.1 s later.
  EXPECT_FALSE(keepalive.HandleDeadline(At(25)).silent);
  EXPECT_TRUE(keepalive.HandleDeadline(At(50)).silent);
}

TEST(KeepaliveTest, ASessionThatNeverHeardAnythingIsSilentAtTheFirstCheck) {
  Keepalive keepalive = Create();
  EXPECT_FALSE(keepalive.HandleDeadline(At(24)).silent);
  EXPECT_TRUE(keepalive.HandleDeadline(At(25)).silent);
}

TEST(KeepaliveTest, TheLongestPeriodsNeverEnd) {
  Keepalive keepalive(
      {.ping = base::Duration::max(), .check = base::Duration::max()}, At(1));
  EXPECT_EQ(keepalive.NextDeadline(), base::Instant::max());
  EXPECT_FALSE(keepalive.HandleDeadline(At(1 << 30)).check);
}

}  // namespace
}  // namespace smux
