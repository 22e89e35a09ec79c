#include "machines/scrambler_server.h"

#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(ScramblerServerTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("scrambler_server");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    const auto& p = golden.parameters;
    testing::ExpectEqual(BuildScramblerServer({.interval_us = p[0],
                                               .min_count = p[1],
                                               .min_trail = p[2],
                                               .max_trail = p[3]}),
                         golden);
  }
}

TEST(ScramblerServerTest, RefusesABurstOfNothing) {
  EXPECT_EQ(
      BuildScramblerServer(
          {.interval_us = 1, .min_count = 0, .min_trail = 1, .max_trail = 2})
          .status()
          .message(),
      "min_count is 0: must be from 1 to 1000000000 packets");
}

TEST(ScramblerServerTest, RefusesATrailWhoseEndsAreSwapped) {
  EXPECT_EQ(
      BuildScramblerServer(
          {.interval_us = 1, .min_count = 1, .min_trail = 3, .max_trail = 2})
          .status()
          .message(),
      "max_trail is 2: must be at least min_trail, which is 3");
}

}  // namespace
}  // namespace machines
