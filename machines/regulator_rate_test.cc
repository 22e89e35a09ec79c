#include "machines/regulator_rate.h"

#include "gtest/gtest.h"
#include "maybenot/machine_spec.h"

namespace machines {
namespace {

TEST(RegulatorRateTest, BinsEndAtOnePacketASecond) {
  // 100 * 0.1^t is 1 at t = 2, so two bins of a second. Over the first the rate
  // averages 100 * (1 - 0.1) / ln 10 = 39.09, over the second a tenth of that.
  const DecayingRate rate =
      CutIntoBins({.initial_rate = 100, .per_second = 0.1, .bins = 2});
  EXPECT_NEAR(rate.bin_s, 1, 1e-12);
  ASSERT_EQ(rate.packets_per_second.size(), 2u);
  EXPECT_NEAR(rate.packets_per_second[0], 39.0865, 1e-4);
  EXPECT_NEAR(rate.packets_per_second[1], 3.90865, 1e-5);
}

TEST(RegulatorRateTest, AMachineHasAsManyStatesAsItsBinsNeed) {
  const DecayingRate rate = {.bin_s = 1, .packets_per_second = {4, 3, 2}};
  EXPECT_EQ(MakeRate(rate).states.size(), 1u + 3 * 2 + 1);
  EXPECT_EQ(MakeSurge(rate, 2).states.size(), 1u + 3 * 3 + 1);
  EXPECT_EQ(MakeBlockRate(rate).states.size(), 1u + 3 * 2 + 1);
}

TEST(RegulatorRateTest, ASurgeCountsOneMoreThanTheThreshold) {
  // The counter is zero after ceil(2.5 * 3) + 1 = 9 packets.
  const DecayingRate rate = {.bin_s = 1, .packets_per_second = {3}};
  const maybenot::MachineSpec surge = MakeSurge(rate, 2.5);
  ASSERT_TRUE(surge.states[2].counters[0].has_value());
  ASSERT_TRUE(surge.states[2].counters[0]->dist.has_value());
  EXPECT_EQ(surge.states[2].counters[0]->dist->start, 9);
}

}  // namespace
}  // namespace machines
