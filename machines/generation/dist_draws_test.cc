#include "machines/generation/dist_draws.h"

#include <cstddef>
#include <set>
#include <variant>

#include "base/random.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"

namespace generation {
namespace {

TEST(Round3Test, HalvesGoAwayFromZero) {
  EXPECT_EQ(Round3(0.1875), 0.188);
  EXPECT_EQ(Round3(-2.5004), -2.5);
  EXPECT_EQ(Round3(0.0625), 0.063);
  EXPECT_EQ(Round3(-0.0625), -0.063);
  EXPECT_EQ(Round3(0.0625f), 0.063f);
}

// The types that come up in many draws, and whether all are valid and capped
// at the point.
std::set<std::size_t> TypesDrawn(DistFamily family, bool timeout) {
  base::Random random = base::Random::FromSeed(1);
  DistDraws draws(family, random);
  std::set<std::size_t> types;
  for (int i = 0; i < 1000; ++i) {
    const maybenot::Dist dist = timeout ? draws.Timeout(50) : draws.Count(50);
    EXPECT_TRUE(dist.Validate().ok()) << dist.Validate();
    EXPECT_LE(dist.start, 50);
    EXPECT_LE(dist.max, 50);
    types.insert(dist.type.index());
  }
  return types;
}

// Uniform, Normal, SkewNormal, LogNormal, Binomial, Geometric, Pareto, Poisson,
// Weibull, Gamma, Beta: 0 to 10.
TEST(DistDrawsTest, EachFamilyHasItsTypes) {
  EXPECT_EQ(TypesDrawn(DistFamily::kAll, true),
            (std::set<std::size_t>{0, 1, 2, 3, 6, 7, 8, 9}));
  EXPECT_EQ(TypesDrawn(DistFamily::kAll, false),
            (std::set<std::size_t>{0, 4, 5, 6, 7, 8}));
  EXPECT_EQ(TypesDrawn(DistFamily::kCircpad, true),
            (std::set<std::size_t>{0, 1, 3, 6, 8}));
  EXPECT_EQ(TypesDrawn(DistFamily::kCircpad, false),
            (std::set<std::size_t>{0, 5, 6, 8}));
}

TEST(DistDrawsTest, HalfOfAllLimitsAreNone) {
  base::Random random = base::Random::FromSeed(1);
  DistDraws draws(DistFamily::kAll, random);
  int some = 0;
  for (int i = 0; i < 1000; ++i) some += draws.Limit(10).has_value();
  EXPECT_NEAR(some, 500, 80);  // Five standard deviations.
}

}  // namespace
}  // namespace generation
