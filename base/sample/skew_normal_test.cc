#include "base/sample/skew_normal.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<double> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(37);
  std::vector<double> samples;
  for (int i = 0; i < count; ++i) samples.push_back(sampler.Sample(random));
  return samples;
}

double NormalCdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

std::vector<double> DrawStandard(double shape) {
  return Draw(SkewNormalSampler({.location = 0, .scale = 1, .shape = shape}));
}

TEST(SkewNormalTest, ShapeZeroIsNormal) {
  EXPECT_TRUE(FitsCdf(DrawStandard(0), NormalCdf));
}

// For shape 1 the density 2 phi(x) Phi(x) integrates to Phi^2, that of the
// larger of two.
TEST(SkewNormalTest, ShapeOneIsTheLargerOfTwo) {
  EXPECT_TRUE(FitsCdf(DrawStandard(1),
                      [](double x) { return std::pow(NormalCdf(x), 2); }));
  EXPECT_TRUE(FitsCdf(DrawStandard(-1),
                      [](double x) { return 1 - std::pow(NormalCdf(-x), 2); }));
}

TEST(SkewNormalTest, LocationAndScaleMoveAndStretch) {
  const SkewNormalSampler sampler({.location = 10, .scale = 3, .shape = 1});
  EXPECT_TRUE(FitsCdf(Draw(sampler), [](double x) {
    return std::pow(NormalCdf((x - 10) / 3), 2);
  }));
}

// The square of a skew normal variate is that of a normal one, whatever the
// shape; and the mean is d sqrt(2 / pi), d = shape / sqrt(1 + shape^2).
TEST(SkewNormalTest, AnyShapeHasTheNormalMagnitudeAndItsOwnMean) {
  for (const double shape : {-5.0, 0.5, 2.0}) {
    std::vector<double> samples = DrawStandard(shape);
    const double mean =
        std::accumulate(samples.begin(), samples.end(), 0.0) / 200'000;
    const double d = shape / std::sqrt(1 + shape * shape);
    // At most 1 / sqrt(200,000) = 0.0022 of deviation; five of these.
    EXPECT_NEAR(mean, d * std::sqrt(2 / std::numbers::pi), 0.011);
    for (double& sample : samples) sample = std::abs(sample);
    EXPECT_TRUE(
        FitsCdf(samples, [](double x) { return 2 * NormalCdf(x) - 1; }));
  }
}

}  // namespace
}  // namespace base
