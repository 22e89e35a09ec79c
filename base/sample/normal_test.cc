#include "base/sample/normal.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "base/sample/ziggurat.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<double> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(32);
  std::vector<double> samples;
  for (int i = 0; i < count; ++i) samples.push_back(sampler.Sample(random));
  return samples;
}

double NormalCdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

TEST(NormalTest, FitsTheNormal) {
  const NormalSampler sampler({.mean = 10, .deviation = 2});
  EXPECT_TRUE(
      FitsCdf(Draw(sampler), [](double x) { return NormalCdf((x - 10) / 2); }));
}

TEST(NormalTest, ANegativeDeviationMirrors) {
  const NormalSampler sampler({.mean = 10, .deviation = 2});
  const NormalSampler mirrored({.mean = -10, .deviation = -2});
  const std::vector<double> samples = Draw(sampler, 1000);
  const std::vector<double> others = Draw(mirrored, 1000);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    EXPECT_EQ(samples[i], -others[i]);
  }
}

TEST(NormalTest, TheTailsFitToo) {
  // Given that |z| is over the ziggurat's 3.654, which 2.6e-4 of them are: of
  // 4,000,000, 1032 +- 32.
  Random random = Random::FromSeed(33);
  std::vector<double> tail;
  for (int i = 0; i < 4'000'000; ++i) {
    const double z = StandardNormal(random);
    if (std::abs(z) > kNormalTail) tail.push_back(std::abs(z));
  }
  EXPECT_NEAR(static_cast<double>(tail.size()), 1032, 5 * 32);
  const double beyond = NormalCdf(-kNormalTail);
  EXPECT_TRUE(
      FitsCdf(tail, [beyond](double x) { return 1 - NormalCdf(-x) / beyond; }));
}

TEST(NormalTest, ALogNormalIsTheExponentialOfANormal) {
  const LogNormalSampler sampler({.mean = 1, .deviation = 0.5});
  EXPECT_TRUE(FitsCdf(Draw(sampler), [](double x) {
    return NormalCdf((std::log(x) - 1) / 0.5);
  }));
}

}  // namespace
}  // namespace base
