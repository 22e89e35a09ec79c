#include "base/sample/poisson.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<std::uint64_t> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(44);
  std::vector<std::uint64_t> samples;
  for (int i = 0; i < count; ++i) {
    samples.push_back(static_cast<std::uint64_t>(sampler.Sample(random)));
  }
  return samples;
}

bool Fits(double lambda) {
  std::vector<double> probabilities;
  for (int k = 0; k < 4 * lambda + 20; ++k) {
    probabilities.push_back(
        std::exp(k * std::log(lambda) - lambda - std::lgamma(k + 1)));
  }
  return FitsProbabilities(Draw(PoissonSampler(lambda)), probabilities);
}

TEST(PoissonTest, FitsByProductsOfUniforms) {
  EXPECT_TRUE(Fits(0.01));
  EXPECT_TRUE(Fits(3));
  EXPECT_TRUE(Fits(11.99));
}

TEST(PoissonTest, FitsByANormalCorrected) {
  EXPECT_TRUE(Fits(12));
  EXPECT_TRUE(Fits(50));
  EXPECT_TRUE(Fits(1000));
}

TEST(PoissonTest, TheSmallestLambdaIsAlwaysZero) {
  EXPECT_EQ(Draw(PoissonSampler(0x1p-1074), 2),
            std::vector<std::uint64_t>({0, 0}));
}

}  // namespace
}  // namespace base
