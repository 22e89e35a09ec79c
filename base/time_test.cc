#include "base/time.h"

#include <cmath>

#include "gtest/gtest.h"

namespace base {
namespace {

TEST(TimeTest, SecondsTruncateAndSaturate) {
  EXPECT_EQ(FromSeconds(1.5), Milliseconds(1500));
  EXPECT_EQ(FromSeconds(-1), Duration(0));
  EXPECT_EQ(FromSeconds(std::nan("")), Duration(0));
  EXPECT_EQ(FromSeconds(1e300), Duration::max());
  EXPECT_EQ(FromSeconds(HUGE_VAL), Duration::max());
  EXPECT_DOUBLE_EQ(ToSeconds(Milliseconds(250)), 0.25);
}

TEST(TimeTest, InstantsNeverWrap) {
  EXPECT_EQ(SaturatingAdd(Instant{} + Seconds(1), Duration::max()),
            Instant::max());
  EXPECT_EQ(SaturatingAdd(Instant{}, Seconds(2)), Instant{} + Seconds(2));
  EXPECT_EQ(SaturatingSince(Instant{}, Instant{} + Seconds(1)), Duration(0));
  EXPECT_EQ(SaturatingSince(Instant{} + Seconds(1), Instant{}), Seconds(1));
}

TEST(TimeTest, SumsOfDurationsSaturate) {
  static_assert(SaturatingAdd(Seconds(1), Seconds(2)) == Seconds(3));
  EXPECT_EQ(SaturatingAdd(Duration::max(), Duration(1)), Duration::max());
  EXPECT_EQ(SaturatingAdd(Duration::max() - Duration(1), Duration(1)),
            Duration::max());
}

}  // namespace
}  // namespace base
