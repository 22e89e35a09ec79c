#include "machines/regulator_client.h"

#include <cmath>

#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(RegulatorClientTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("regulator_client");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    const auto& p = golden.parameters;
    testing::ExpectEqual(
        BuildRegulatorClient({.upload_ratio = p[0], .delay_cap_s = p[1]}),
        golden);
  }
}

TEST(RegulatorClientTest, RefusesToSendMoreThanItReceives) {
  EXPECT_EQ(BuildRegulatorClient({.upload_ratio = 0.9, .delay_cap_s = 1})
                .status()
                .message(),
            "u is 0.9: must be from 1 to 1000000000");
}

TEST(RegulatorClientTest, RefusesADelayThatIsNoNumber) {
  EXPECT_EQ(
      BuildRegulatorClient({.upload_ratio = 2, .delay_cap_s = std::nan("")})
          .status()
          .message(),
      "c is nan: must be from 0 to 86400 s");
}

}  // namespace
}  // namespace machines
