#include "base/sample/geometric.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<std::uint64_t> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(45);
  std::vector<std::uint64_t> samples;
  for (int i = 0; i < count; ++i) {
    samples.push_back(static_cast<std::uint64_t>(sampler.Sample(random)));
  }
  return samples;
}

bool Fits(double p) {
  std::vector<double> probabilities;
  for (int k = 0; k < 20 / p; ++k) {
    probabilities.push_back(p * std::pow(1 - p, k));
  }
  return FitsProbabilities(Draw(GeometricSampler(p)), probabilities);
}

TEST(GeometricTest, FitsByTrials) {
  EXPECT_TRUE(Fits(0.9));
  EXPECT_TRUE(Fits(2.0 / 3.0));
}

TEST(GeometricTest, FitsByQuotientAndRemainder) {
  EXPECT_TRUE(Fits(0.66));
  EXPECT_TRUE(Fits(0.2));
  EXPECT_TRUE(Fits(0.003));
}

TEST(GeometricTest, CertaintyIsZeroFailuresAndImpossibilityTheMost) {
  EXPECT_EQ(Draw(GeometricSampler(1), 1)[0], 0u);
  Random random = Random::FromSeed(46);
  EXPECT_EQ(GeometricSampler(0).Sample(random),
            std::numeric_limits<std::uint64_t>::max());
}

TEST(GeometricTest, TheSmallestProbabilityKeepsTheMean) {
  // Mean and deviation 1e9, of the mean of 10,000 samples 1e7; five of these.
  double sum = 0;
  for (const std::uint64_t sample : Draw(GeometricSampler(1e-9), 10'000)) {
    sum += static_cast<double>(sample);
  }
  EXPECT_NEAR(sum / 10'000, 1e9, 5e7);
}

}  // namespace
}  // namespace base
