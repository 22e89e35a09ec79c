#include "machines/tamaraw.h"

#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(TamarawTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("tamaraw");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    const auto& p = golden.parameters;
    testing::ExpectEqual(
        BuildTamaraw({.interval_s = p[0], .stop_window_us = p[1]}), golden);
  }
}

TEST(TamarawTest, RefusesAnIntervalOfNoTime) {
  EXPECT_EQ(
      BuildTamaraw({.interval_s = 0, .stop_window_us = 1}).status().message(),
      "padding_rate is 0: must be from 1e-06 to 86400 s/packet");
}

TEST(TamarawTest, RefusesAWindowBeforeTheLastPacket) {
  EXPECT_EQ(
      BuildTamaraw({.interval_s = 1, .stop_window_us = -1}).status().message(),
      "stop_window is -1: must be from 0 to 86400000000 us");
}

}  // namespace
}  // namespace machines
