#include "machines/generation/dist_draws.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "base/random.h"
#include "base/sample/bernoulli.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "maybenot/dist.h"

namespace generation {

using maybenot::Dist;
using maybenot::DistType;

double Round3(double value) { return std::round(value * 1000.0) / 1000.0; }

float Round3(float value) { return std::round(value * 1000.0f) / 1000.0f; }

double DistDraws::Rounded(double low, double high) {
  return Round3(base::UniformReal(random_, base::RealRange{low, high}));
}

double DistDraws::RoundedPositive(double low, double high) {
  const double value = base::UniformReal(random_, base::RealRange{low, high});
  return Round3(std::max(value, 0.001));
}

DistType DistDraws::DrawUniform(double point) {
  const double low = Rounded(0, point);
  const double high = Rounded(std::min(low, point), point);
  return maybenot::Uniform{low, high};
}

DistType DistDraws::DrawNormal(double point) {
  const double mean = Rounded(0, point);
  const double stdev = Rounded(0, point);
  return maybenot::Normal{mean, stdev};
}

DistType DistDraws::DrawSkewNormal(double point) {
  const double location = Rounded(point * 0.5, point * 1.5);
  const double scale = Rounded(point / 100, point / 10);
  const double shape = Rounded(-5, 5);
  return maybenot::SkewNormal{location, scale, shape};
}

DistType DistDraws::DrawLogNormal() {
  const double mu = Rounded(0, 20);
  const double sigma = Rounded(0, 1);
  return maybenot::LogNormal{mu, sigma};
}

DistType DistDraws::DrawBinomial(double point) {
  const std::uint64_t most =
      std::max<std::uint64_t>(static_cast<std::uint64_t>(point), 11);
  const std::uint64_t trials =
      base::UniformInt(random_, base::Range64{10, most});
  const double probability = RoundedPositive(0, 1);
  return maybenot::Binomial{trials, probability};
}

DistType DistDraws::DrawGeometric() {
  return maybenot::Geometric{RoundedPositive(0, 1)};
}

DistType DistDraws::DrawPareto(double point) {
  const double scale = RoundedPositive(point / 100, point);
  const double shape = Rounded(0.001, 10);
  return maybenot::Pareto{scale, shape};
}

DistType DistDraws::DrawPoisson(double point) {
  return maybenot::Poisson{Rounded(0, point)};
}

DistType DistDraws::DrawWeibull(double point) {
  const double scale = Rounded(0, point);
  const double shape = Rounded(0.5, 5);
  return maybenot::Weibull{scale, shape};
}

DistType DistDraws::DrawGamma(double point) {
  const double scale = RoundedPositive(0, point);
  const double shape = Rounded(0.001, 10);
  return maybenot::Gamma{scale, shape};
}

DistType DistDraws::AnyTimeout(double point) {
  switch (base::UniformInt(random_, base::Range32{0, 7})) {
    case 0:
      return DrawUniform(point);
    case 1:
      return DrawNormal(point);
    case 2:
      return DrawSkewNormal(point);
    case 3:
      return DrawLogNormal();
    case 4:
      return DrawPareto(point);
    case 5:
      return DrawPoisson(point);
    case 6:
      return DrawWeibull(point);
    default:
      return DrawGamma(point);
  }
}

DistType DistDraws::AnyCount(double point) {
  switch (base::UniformInt(random_, base::Range32{0, 5})) {
    case 0:
      return DrawUniform(point);
    case 1:
      return DrawBinomial(point);
    case 2:
      return DrawGeometric();
    case 3:
      return DrawPareto(point);
    case 4:
      return DrawPoisson(point);
    default:
      return DrawWeibull(point);
  }
}

DistType DistDraws::CircpadTimeout(double point) {
  switch (base::UniformInt(random_, base::Range32{0, 4})) {
    case 0:
      return DrawUniform(point);
    case 1:
      return DrawNormal(point);
    case 2:
      return DrawLogNormal();
    case 3:
      return DrawPareto(point);
    default:
      return DrawWeibull(point);
  }
}

DistType DistDraws::CircpadCount(double point) {
  switch (base::UniformInt(random_, base::Range32{0, 3})) {
    case 0:
      return DrawUniform(point);
    case 1:
      return DrawGeometric();
    case 2:
      return DrawPareto(point);
    default:
      return DrawWeibull(point);
  }
}

template <typename DrawType>
Dist DistDraws::Draw(double point, const DrawType& draw) {
  for (;;) {  // Some parameters round to 0, which is not always valid.
    Dist dist;
    dist.start = base::Bernoulli(random_, 0.5) ? Rounded(0, point) : 0;
    dist.max = base::Bernoulli(random_, 0.5)
                   ? Rounded(std::min(dist.start, point), point)
                   : point;
    dist.type = draw();
    if (dist.Validate().ok()) return dist;
  }
}

Dist DistDraws::Timeout(double point) {
  return Draw(point, [this, point] {
    return family_ == DistFamily::kCircpad ? CircpadTimeout(point)
                                           : AnyTimeout(point);
  });
}

Dist DistDraws::Count(double point) {
  return Draw(point, [this, point] {
    return family_ == DistFamily::kCircpad ? CircpadCount(point)
                                           : AnyCount(point);
  });
}

std::optional<Dist> DistDraws::Limit(std::uint64_t point) {
  if (!base::Bernoulli(random_, 0.5)) return std::nullopt;
  return Count(static_cast<double>(point));
}

}  // namespace generation
