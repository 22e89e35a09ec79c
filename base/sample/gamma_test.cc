#include "base/sample/gamma.h"

#include <cmath>
#include <vector>

#include "base/random.h"
#include "base/sample/fdlibm.h"
#include "base/sample/goodness.h"
#include "base/sample/normal.h"
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

// The paper's own two tests, without the inner squeeze.
double DrawPlainly(double shape, Random& random) {
  const double d = shape - 1.0 / 3.0;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = StandardNormal(random);
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double u = OpenUnit(random);
    const double x2 = x * x;
    if (u < 1 - 0.0331 * x2 * x2 ||
        FdLn(u) < 0.5 * x2 + d * (1 - v + FdLn(v))) {
      return d * v;
    }
  }
}

TEST(GammaTest, TheInnerSqueezeAcceptsNothingThatThePaperDoesNot) {
  for (double shape = 1.0000001; shape < 1e18; shape *= 1.37) {
    const GammaSampler sampler({.scale = 1, .shape = shape});
    Random random = Random::FromSeed(40);
    Random plain = random;
    for (int i = 0; i < 4000; ++i) {
      ASSERT_EQ(sampler.Sample(random), DrawPlainly(shape, plain)) << shape;
    }
  }
}

}  // namespace
}  // namespace base
