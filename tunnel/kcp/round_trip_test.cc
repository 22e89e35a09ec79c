#include "tunnel/kcp/round_trip.h"

#include "base/time.h"
#include "gtest/gtest.h"

namespace kcp {
namespace {

using base::Duration;
using base::Microseconds;
using base::Milliseconds;
using base::Seconds;

TEST(RoundTripTest, FirstSampleIsTheSmoothedOne) {
  RoundTrip round_trip;
  EXPECT_EQ(round_trip.smoothed(), Duration(0));
  EXPECT_EQ(round_trip.timeout(), Milliseconds(200));
  round_trip.AddSample(Milliseconds(80));
  EXPECT_EQ(round_trip.smoothed(), Milliseconds(80));
  EXPECT_EQ(round_trip.timeout(), Milliseconds(240));  // 80 + 4 * 40
}

TEST(RoundTripTest, LaterSamplesCountAnEighth) {
  RoundTrip round_trip;
  round_trip.AddSample(Milliseconds(80));
  round_trip.AddSample(Milliseconds(160));
  // 80 + 80 / 8; 40 + (80 - 40) / 4 = 50; 90 + 4 * 50.
  EXPECT_EQ(round_trip.smoothed(), Milliseconds(90));
  EXPECT_EQ(round_trip.timeout(), Milliseconds(290));
}

TEST(RoundTripTest, AQuickAnswerHardlyMovesTheVariation) {
  RoundTrip round_trip;
  round_trip.AddSample(Milliseconds(80));
  round_trip.AddSample(Milliseconds(0));
  // 0 < 80 - 40: 40 + (80 - 40) / 32 = 41.25; 70 + 4 * 41.25.
  EXPECT_EQ(round_trip.smoothed(), Milliseconds(70));
  EXPECT_EQ(round_trip.timeout(), Milliseconds(235));
}

TEST(RoundTripTest, TimeoutHasBounds) {
  RoundTrip quick;
  for (int i = 0; i < 100; ++i) quick.AddSample(Microseconds(10));
  EXPECT_EQ(quick.timeout(), RoundTrip::kMinTimeout);
  RoundTrip slow;
  slow.AddSample(Seconds(100));
  EXPECT_EQ(slow.timeout(), RoundTrip::kMaxTimeout);
}

TEST(RoundTripTest, ANullSampleIsASample) {
  RoundTrip round_trip;
  round_trip.AddSample(Duration(0));
  EXPECT_GT(round_trip.smoothed(), Duration(0));
  EXPECT_EQ(round_trip.timeout(), RoundTrip::kMinTimeout);
}

}  // namespace
}  // namespace kcp
