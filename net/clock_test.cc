#include "net/clock.h"

#include <chrono>
#include <cstdint>
#include <limits>

#include "base/time.h"
#include "gtest/gtest.h"

namespace net {
namespace {

TEST(ClockTest, StartsAtInstantZeroAndNeverGoesBack) {
  const auto before = std::chrono::steady_clock::now();
  const Clock clock;
  const base::Instant first = clock.Now();
  const base::Instant second = clock.Now();
  const auto after = std::chrono::steady_clock::now();
  EXPECT_GE(first, base::Instant{});
  EXPECT_GE(second, first);
  EXPECT_LE(second.time_since_epoch(), after - before);
}

TEST(ClockTest, KnowsTheUnixTimeOfItsStart) {
  const auto unix_now = [] {
    return std::chrono::duration_cast<base::Duration>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  const std::int64_t before = unix_now();
  const Clock clock;
  EXPECT_GE(clock.unix_ns_at_start(), before);
  EXPECT_LE(clock.unix_ns_at_start(), unix_now());
}

TEST(ClockTest, ConvertsUnixTimesBothWays) {
  const Clock clock;
  const std::int64_t start = clock.unix_ns_at_start();
  EXPECT_EQ(clock.AtUnix(start), base::Instant{});
  EXPECT_EQ(clock.AtUnix(start + 1500000001),
            base::Instant{} + base::Milliseconds(1500) + base::Duration(1));
  EXPECT_EQ(clock.AtUnix(start - 7), base::Instant{} - base::Duration(7));
  EXPECT_EQ(clock.UnixNs(base::Instant{} + base::Seconds(2)),
            start + 2000000000);
}

TEST(ClockTest, ConversionsSaturate) {
  const Clock clock;
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  // The start is after 1970, so that the earliest time is out of range.
  EXPECT_EQ(clock.AtUnix(kMin), base::Instant::min());
  EXPECT_EQ(clock.UnixNs(base::Instant::max()),
            std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(clock.ToSteady(base::Instant::max()),
            std::chrono::steady_clock::time_point::max());
}

TEST(ClockTest, SteadyTimesKeepTheirDistance) {
  const Clock clock;
  EXPECT_EQ(clock.ToSteady(base::Instant{} + base::Milliseconds(25)) -
                clock.ToSteady(base::Instant{}),
            base::Milliseconds(25));
  EXPECT_LE(clock.ToSteady(base::Instant{}), std::chrono::steady_clock::now());
}

}  // namespace
}  // namespace net
