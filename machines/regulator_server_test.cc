#include "machines/regulator_server.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(RegulatorServerTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("regulator_server");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    const auto& p = golden.parameters;
    testing::ExpectEqual(
        BuildRegulatorServer({.initial_rate = p[0],
                              .decay = p[1],
                              .surge_ratio = p[2],
                              .padding_budget = p[3],
                              .bins = static_cast<std::uint32_t>(p[4])}),
        golden);
  }
}

TEST(RegulatorServerTest, RefusesARateThatDoesNotDecay) {
  EXPECT_EQ(BuildRegulatorServer({.initial_rate = 250,
                                  .decay = 1,
                                  .surge_ratio = 3,
                                  .padding_budget = 3550,
                                  .bins = 20})
                .status()
                .message(),
            "d is 1: must be from 1e-06 to 0.999999");
}

TEST(RegulatorServerTest, RefusesARateThatIsLowFromTheStart) {
  EXPECT_EQ(BuildRegulatorServer({.initial_rate = 1,
                                  .decay = 0.9,
                                  .surge_ratio = 3,
                                  .padding_budget = 3550,
                                  .bins = 20})
                .status()
                .message(),
            "r is 1: must be from 1.000001 to 1000000 packets/s");
}

TEST(RegulatorServerTest, RefusesASurgeOfNoBins) {
  EXPECT_EQ(BuildRegulatorServer({.initial_rate = 250,
                                  .decay = 0.9,
                                  .surge_ratio = 3,
                                  .padding_budget = 3550,
                                  .bins = 0})
                .status()
                .message(),
            "b is 0: must be from 1 to 10000 bins");
}

}  // namespace
}  // namespace machines
