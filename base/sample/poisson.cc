#include "base/sample/poisson.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

#include "base/random.h"
#include "base/sample/exp.h"
#include "base/sample/fdlibm.h"
#include "base/sample/normal.h"

namespace base {
namespace {

// 0! to 9!.
constexpr std::array<double, 10> kFactorials = {1,   1,   2,    6,     24,
                                                120, 720, 5040, 40320, 362880};

// SOURCE: Ahrens, table 1: a0 to a9.
constexpr std::array<double, 10> kSeries = {
    -0.5000000002, 0.3333333343,  -0.2499998565, 0.1999997049,  -0.1666848753,
    0.1428833286,  -0.1241963125, 0.1101687109,  -0.1142650302, 0.1055093006};

double SumSeries(double v) {
  double sum = 0;
  for (std::size_t i = kSeries.size(); i-- > 0;) sum = sum * v + kSeries[i];
  return sum;
}

// Without SSE4.1, std::floor is a call. Requires: x >= 0.
double Floor(double x) {
  return x < 0x1p52 ? static_cast<double>(static_cast<std::int64_t>(x)) : x;
}

double Cube(double x) { return x * (x * x); }

}  // namespace

// The Poisson probability at k as py * exp(px), and the discrete normal's that
// it is compared with as fy * exp(fx).
struct PoissonSampler::Densities {
  double px, py, fx, fy;
};

PoissonSampler::PoissonSampler(double lambda)
    : small_(lambda),
      lambda_(lambda),
      deviation_(std::sqrt(lambda)),
      squeeze_(6 * (lambda * lambda)),
      sure_from_(std::floor(lambda - 1.1484)) {}

// Steps N, I, S, P and Q.
double PoissonSampler::SampleNormal(Random& random) const {
  const double normal = lambda_ + deviation_ * StandardNormal(random);
  if (normal >= 0) [[likely]] {
    const double k = Floor(normal);
    const bool is_sure = k >= sure_from_;
    // Half of all counts are sure, and take no other draw.
    const double u = UnitDoubleOf(random.NextU64If(!is_sure));
    const bool is_squeezed = squeeze_ * u >= Cube(lambda_ - k);
    if (is_sure | is_squeezed) [[likely]]
      return k;
    const auto [px, py, fx, fy] = DensitiesAt(k);
    if (fy * (1 - u) <= py * FdExp(px - fx)) return k;
  }
  return SampleDoubleExponential(random);
}

// Steps E and H.
double PoissonSampler::SampleDoubleExponential(Random& random) const {
  const double c = 0.1069 / lambda_;
  for (;;) {
    const double e = StandardExp(random);
    const double u = UnitDouble(random) * 2 - 1;
    const double t = 1.8 + std::copysign(e, u);
    if (!(t > -0.6744)) continue;
    const double k = std::floor(lambda_ + deviation_ * t);
    const auto [px, py, fx, fy] = DensitiesAt(k);
    if (c * std::abs(u) <= py * FdExp(px + e) - fy * FdExp(fx + e)) {
      return k;
    }
  }
}

// Step F, with the constants of step P worked out here: few draws come this
// far.
PoissonSampler::Densities PoissonSampler::DensitiesAt(double k) const {
  const double inverse_root_2pi = 1 / std::sqrt(2 * std::numbers::pi);
  const double b1 = 1.0 / 24 / lambda_;
  const double b2 = 0.3 * b1 * b1;
  const double c3 = 1.0 / 7 * b1 * b2;
  const double c2 = b2 - 15 * c3;
  const double c1 = b1 - 6 * b2 + 45 * c3;
  const double c0 = 1 - b1 + 3 * b2 - 15 * c3;
  const double omega = inverse_root_2pi / deviation_;

  Densities at;
  if (k < static_cast<double>(kFactorials.size())) {
    at.px = -lambda_;
    at.py = FdPow(lambda_, k) / kFactorials[static_cast<std::size_t>(k)];
  } else {
    double delta = 1 / (12 * k);
    delta = delta - 4.8 * Cube(delta);
    const double v = (lambda_ - k) / k;
    at.px = std::abs(v) <= 0.25 ? k * (v * v) * SumSeries(v) - delta
                                : k * FdLn(1 + v) - (lambda_ - k) - delta;
    at.py = inverse_root_2pi / std::sqrt(k);
  }
  const double x = (k - lambda_ + 0.5) / deviation_;
  at.fx = -0.5 * x * x;
  at.fy = omega * (((c3 * x * x + c2) * x * x + c1) * x * x + c0);
  return at;
}

}  // namespace base
