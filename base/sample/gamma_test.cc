#include "base/sample/gamma.h"

#include <cmath>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<double> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(39);
  std::vector<double> samples;
  for (int i = 0; i < count; ++i) samples.push_back(sampler.Sample(random));
  return samples;
}

std::vector<double> DrawShape(double shape) {
  return Draw(GammaSampler({.scale = 2, .shape = shape}));
}

TEST(GammaTest, ShapeOneIsExponential) {
  EXPECT_TRUE(
      FitsCdf(DrawShape(1), [](double x) { return 1 - std::exp(-x / 2); }));
}

TEST(GammaTest, WholeShapesAreSumsOfExponentials) {
  // Shape 3: 1 - exp(-y) (1 + y + y^2 / 2).
  EXPECT_TRUE(FitsCdf(DrawShape(3), [](double x) {
    const double y = x / 2;
    return 1 - std::exp(-y) * (1 + y + y * y / 2);
  }));
}

TEST(GammaTest, HalfIsTheSquareOfANormal) {
  // z^2 / 2 has shape 1/2 and scale 1: P(z^2 / 2 < y) = erf(sqrt(y)).
  EXPECT_TRUE(FitsCdf(DrawShape(0.5),
                      [](double x) { return std::erf(std::sqrt(x / 2)); }));
}

}  // namespace
}  // namespace base
