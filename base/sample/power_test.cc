#include "base/sample/power.h"

#include <cmath>
#include <limits>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<double> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(38);
  std::vector<double> samples;
  for (int i = 0; i < count; ++i) samples.push_back(sampler.Sample(random));
  return samples;
}

TEST(PowerTest, ParetoFits) {
  const ParetoSampler sampler({.scale = 3, .shape = 1.5});
  EXPECT_TRUE(FitsCdf(Draw(sampler),
                      [](double x) { return 1 - std::pow(3 / x, 1.5); }));
}

TEST(PowerTest, WeibullFits) {
  const WeibullSampler sampler({.scale = 3, .shape = 1.5});
  EXPECT_TRUE(FitsCdf(Draw(sampler), [](double x) {
    return 1 - std::exp(-std::pow(x / 3, 1.5));
  }));
}

TEST(PowerTest, AnInfiniteShapeIsTheScaleAlone) {
  const double infinity = std::numeric_limits<double>::infinity();
  const ParetoSampler pareto({.scale = 3, .shape = infinity});
  const WeibullSampler weibull({.scale = 3, .shape = infinity});
  EXPECT_EQ(Draw(pareto, 2), std::vector<double>({3, 3}));
  EXPECT_EQ(Draw(weibull, 2), std::vector<double>({3, 3}));
}

}  // namespace
}  // namespace base
