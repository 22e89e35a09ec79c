#include "base/sample/beta.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<double> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(40);
  std::vector<double> samples;
  for (int i = 0; i < count; ++i) samples.push_back(sampler.Sample(random));
  return samples;
}

std::vector<double> DrawBeta(double alpha, double beta) {
  return Draw(BetaSampler({.alpha = alpha, .beta = beta}));
}

TEST(BetaTest, FitsWhereBothAreOverOne) {
  // (2, 3): 6 x^2 - 8 x^3 + 3 x^4.
  const auto cdf = [](double x) { return x * x * (6 - x * (8 - 3 * x)); };
  EXPECT_TRUE(FitsCdf(DrawBeta(2, 3), cdf));
  EXPECT_TRUE(
      FitsCdf(DrawBeta(3, 2), [&](double x) { return 1 - cdf(1 - x); }));
}

TEST(BetaTest, FitsWhereOneIsNot) {
  EXPECT_TRUE(FitsCdf(DrawBeta(1, 1), [](double x) { return x; }));
  EXPECT_TRUE(FitsCdf(DrawBeta(0.5, 0.5), [](double x) {
    return 2 / std::numbers::pi * std::asin(std::sqrt(x));
  }));
  EXPECT_TRUE(
      FitsCdf(DrawBeta(0.25, 1), [](double x) { return std::pow(x, 0.25); }));
  EXPECT_TRUE(
      FitsCdf(DrawBeta(1, 5), [](double x) { return 1 - std::pow(1 - x, 5); }));
}

TEST(BetaTest, InfiniteParametersEnd) {
  const double infinity = std::numeric_limits<double>::infinity();
  Random random = Random::FromSeed(41);
  EXPECT_TRUE(std::isnan(
      BetaSampler({.alpha = infinity, .beta = infinity}).Sample(random)));
  EXPECT_EQ(BetaSampler({.alpha = 1e300, .beta = 1e-300}).Sample(random), 1);
}

}  // namespace
}  // namespace base
