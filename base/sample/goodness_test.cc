#include "base/sample/goodness.h"

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "gtest/gtest.h"

namespace base {
namespace {

constexpr int kSamples = 100'000;

TEST(GoodnessTest, UniformsFitTheUniformAndNothingNearIt) {
  Random random = Random::FromSeed(1);
  std::vector<double> samples(kSamples);
  for (double& sample : samples) sample = UnitDouble(random);
  EXPECT_TRUE(FitsCdf(samples, [](double x) { return x; }));
  // Off by 1%: sqrt(100,000) * 0.01 = 3.2, over 2.7.
  EXPECT_FALSE(FitsCdf(samples, [](double x) { return x - 0.01; }));
}

TEST(GoodnessTest, ADieFitsSixthsAndNothingNearThem) {
  Random random = Random::FromSeed(2);
  std::vector<std::uint64_t> samples(kSamples);
  for (std::uint64_t& sample : samples) {
    sample = static_cast<std::uint64_t>(UnitDouble(random) * 6);
  }
  const std::vector<double> sixths(6, 1.0 / 6);
  EXPECT_TRUE(FitsProbabilities(samples, sixths));
  // 5% more ones: 100,000 * (1/120)^2 / (1/6) = 42, and as much for the twos,
  // over 37, the bound of five degrees.
  EXPECT_FALSE(
      FitsProbabilities(samples, {1.0 / 6 + 1.0 / 120, 1.0 / 6 - 1.0 / 120,
                                  1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6}));
}

TEST(GoodnessTest, WhatCannotBeMustNotOccur) {
  EXPECT_TRUE(FitsProbabilities({0, 0, 0}, {1.0}));
  EXPECT_FALSE(FitsProbabilities({0, 0, 1}, {1.0, 0.0}));
}

}  // namespace
}  // namespace base
