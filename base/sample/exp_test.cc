#include "base/sample/exp.h"

#include <cmath>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "base/sample/ziggurat.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<double> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(34);
  std::vector<double> samples;
  for (int i = 0; i < count; ++i) samples.push_back(sampler.Sample(random));
  return samples;
}

TEST(ExpTest, FitsTheExponential) {
  EXPECT_TRUE(FitsCdf(Draw(ExpSampler(0.25)),
                      [](double x) { return 1 - std::exp(-x / 4); }));
}

TEST(ExpTest, TheTailFitsToo) {
  // Over the ziggurat's 7.697, which exp(-7.697) = 4.54e-4 are: of 3,000,000,
  // 1362 +- 37. What is beyond is exponential again.
  Random random = Random::FromSeed(35);
  std::vector<double> tail;
  for (int i = 0; i < 3'000'000; ++i) {
    const double x = StandardExp(random);
    if (x > kExpTail) tail.push_back(x - kExpTail);
  }
  EXPECT_NEAR(static_cast<double>(tail.size()), 1362, 5 * 37);
  EXPECT_TRUE(FitsCdf(tail, [](double x) { return 1 - std::exp(-x); }));
}

TEST(ExpTest, ARateOfZeroNeverComes) {
  Random random = Random::FromSeed(36);
  EXPECT_TRUE(std::isinf(ExpSampler(0).Sample(random)));
}

}  // namespace
}  // namespace base
