#include "machines/front.h"

#include <cstdint>

#include "base/random.h"
#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(FrontTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("front");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    const auto& p = golden.parameters;
    base::Random random = base::Random::FromSeed(golden.seed);
    testing::ExpectEqual(
        BuildFront({.padding_budget_max = static_cast<std::uint32_t>(p[0]),
                    .window_min_us = p[1],
                    .window_max_us = p[2],
                    .num_states = static_cast<std::uint32_t>(p[3])},
                   random),
        golden);
  }
}

TEST(FrontTest, RefusesABudgetWithNothingBelowIt) {
  base::Random random = base::Random::FromSeed(1);
  EXPECT_EQ(BuildFront({.padding_budget_max = 1,
                        .window_min_us = 1,
                        .window_max_us = 2,
                        .num_states = 3},
                       random)
                .status()
                .message(),
            "padding_budget_max is 1: must be from 2 to 4294967295 packets");
}

TEST(FrontTest, RefusesAWindowWhoseEndsAreSwapped) {
  base::Random random = base::Random::FromSeed(1);
  EXPECT_EQ(BuildFront({.padding_budget_max = 2,
                        .window_min_us = 3,
                        .window_max_us = 2,
                        .num_states = 3},
                       random)
                .status()
                .message(),
            "window_max is 2: must be at least window_min, which is 3");
}

TEST(FrontTest, RefusesToHaveNoStates) {
  base::Random random = base::Random::FromSeed(1);
  EXPECT_EQ(BuildFront({.padding_budget_max = 2,
                        .window_min_us = 1,
                        .window_max_us = 2,
                        .num_states = 0},
                       random)
                .status()
                .message(),
            "num_states is 0: must be from 1 to 10000 states");
}

// The last of n pieces begins where (n - 1) / n of the area lie below; only
// 0.99966 are kept.
TEST(FrontTest, RefusesMorePiecesThanTheDistributionHas) {
  for (const std::uint32_t num_states : {2900u, 10000u}) {
    base::Random random = base::Random::FromSeed(1);
    const auto machines = BuildFront({.padding_budget_max = 1500,
                                      .window_min_us = 1e6,
                                      .window_max_us = 14e6,
                                      .num_states = num_states},
                                     random);
    EXPECT_EQ(machines.ok(), num_states < 3000) << num_states;
  }
}

}  // namespace
}  // namespace machines
