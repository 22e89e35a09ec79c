#include "maybenot/action_rate.h"

#include <cstdint>

#include "base/time.h"
#include "gtest/gtest.h"

namespace maybenot {
namespace {

base::Instant At(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

TEST(ActionRateTest, TheWindowBeforeFadesOut) {
  ActionRate rate(At(0));
  rate.Count(4);
  EXPECT_TRUE(rate.Admit(1, At(1000)));   // Opens a window.
  EXPECT_FALSE(rate.Admit(2, At(1500)));  // 4 * 0.5 = 2.
  EXPECT_TRUE(rate.Admit(2, At(1501)));   // 4 * 0.499 = 1.996.
  rate.Count(1);
  EXPECT_FALSE(rate.Admit(2, At(1749)));  // 4 * 0.251 + 1 = 2.004.
  EXPECT_TRUE(rate.Admit(2, At(1751)));   // 4 * 0.249 + 1 = 1.996.
}

TEST(ActionRateTest, AfterTwoSecondsNothingIsLeft) {
  ActionRate rate(At(0));
  rate.Count(100);
  EXPECT_TRUE(rate.Admit(1, At(2000)));
  EXPECT_TRUE(rate.Admit(1, At(2000)));
}

}  // namespace
}  // namespace maybenot
