#include "maybenot/simulator/rate_window.h"

#include <cstddef>

#include "base/time.h"
#include "gtest/gtest.h"

namespace maybenot::simulator {
namespace {

base::Instant At(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

TEST(RateWindowTest, CountsWhatIsNoOlderThanItsWidth) {
  RateWindow window(base::Milliseconds(100));
  EXPECT_EQ(window.Add(At(0)), 1u);
  EXPECT_EQ(window.Add(At(50)), 2u);
  EXPECT_EQ(window.Add(At(100)), 3u);  // 0 is 100 ms ago: it counts still.
  EXPECT_EQ(window.Add(At(101)), 3u);
  EXPECT_EQ(window.Add(At(500)), 1u);
}

TEST(RateWindowTest, WhatComesTooEarlyTakesNothingOut) {
  RateWindow window(base::Milliseconds(100));
  window.Add(At(300));
  EXPECT_EQ(window.Add(At(0)), 2u);
  EXPECT_EQ(window.Add(At(301)), 3u);
  // 300 is gone by 401, and 0, which stands behind it, with it.
  EXPECT_EQ(window.Add(At(401)), 2u);
}

// 10 a millisecond, for long: its memory is used again, the count is right.
TEST(RateWindowTest, CountsOnAndOn) {
  RateWindow window(base::Milliseconds(100));
  std::size_t count = 0;
  for (std::int64_t i = 0; i < 100'000; ++i) count = window.Add(At(i / 10));
  EXPECT_EQ(count, 1'010u);  // 100 ms and the present one.
}

}  // namespace
}  // namespace maybenot::simulator
