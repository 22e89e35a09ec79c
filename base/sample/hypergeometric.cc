#include "base/sample/hypergeometric.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "base/random.h"

namespace base {
namespace {

constexpr std::uint64_t kFewDraws = 10;

// ln(n!) for a whole n >= 0: Stirling's series from n + 8 on, and back by the
// product of the eight factors. Within 1e-9.
double LnFactorial(double n) {
  double product = 1;
  for (int i = 1; i <= 8; ++i) product *= n + i;
  const double x = n + 9;  // (n + 8)! = Gamma(x).
  const double inverse = 1 / x;
  const double inverse2 = inverse * inverse;
  const double correction =
      inverse * (1.0 / 12 - inverse2 * (1.0 / 360 - inverse2 / 1260));
  const double half_ln_2pi = 0.91893853320467274;
  return (x - 0.5) * std::log(x) - x + half_ln_2pi + correction -
         std::log(product);
}

}  // namespace

HypergeometricSampler::HypergeometricSampler(Parameters parameters)
    : population_(parameters.population) {
  const std::uint64_t rest = population_ - parameters.drawn;
  draws_rest_ = rest < parameters.drawn;
  drawn_ = std::min(parameters.drawn, rest);
  const std::uint64_t lacking = population_ - parameters.featured;
  counts_lacking_ = lacking < parameters.featured;
  featured_ = std::min(parameters.featured, lacking);
  if (drawn_ < kFewDraws) return;

  const auto population = static_cast<double>(population_);
  const auto drawn = static_cast<double>(drawn_);
  const auto featured = static_cast<double>(featured_);
  const double share = featured / population;
  const double variance =
      (population - drawn) * drawn * share * (1 - share) / (population - 1);
  const double deviation = std::sqrt(variance + 0.5);
  center_ = drawn * share + 0.5;
  width_ = 2 * std::sqrt(2 / std::numbers::e) * deviation + 3 -
           2 * std::sqrt(3 / std::numbers::e);
  end_ = std::min(std::min(drawn, featured) + 1,
                  std::floor(center_ + 16 * deviation));
  const double mode =
      std::floor((drawn + 1) * (featured + 1) / (population + 2));
  ln_inverse_at_mode_ = LnInverseProbability(mode);
}

std::uint64_t HypergeometricSampler::Sample(Random& random) const {
  std::uint64_t count =
      drawn_ < kFewDraws ? SampleOneByOne(random) : SampleByRatio(random);
  // Undo the symmetries: first which kind was counted, then where.
  if (counts_lacking_) count = drawn_ - count;
  if (!draws_rest_) return count;
  const std::uint64_t featured =
      counts_lacking_ ? population_ - featured_ : featured_;
  return featured - count;
}

std::uint64_t HypergeometricSampler::SampleOneByOne(Random& random) const {
  std::uint64_t featured_left = featured_;
  for (std::uint64_t i = 0; i < drawn_; ++i) {
    const auto left = static_cast<double>(population_ - i);
    if (UnitDouble(random) * left < static_cast<double>(featured_left)) {
      --featured_left;
    }
  }
  return featured_ - featured_left;
}

std::uint64_t HypergeometricSampler::SampleByRatio(Random& random) const {
  for (;;) {
    const double u = OpenClosedUnit(random);
    const double position = center_ + width_ * (UnitDouble(random) - 0.5) / u;
    if (position < 0 || position >= end_) continue;
    const double count = std::floor(position);
    const double ln_ratio = ln_inverse_at_mode_ - LnInverseProbability(count);
    // Two squeezes, then the test itself: u^2 <= P(count) / P(mode).
    if (u * (4 - u) - 3 <= ln_ratio) return static_cast<std::uint64_t>(count);
    if (u * (u - ln_ratio) >= 1) continue;
    if (2 * std::log(u) <= ln_ratio) return static_cast<std::uint64_t>(count);
  }
}

// But for a constant.
double HypergeometricSampler::LnInverseProbability(double count) const {
  const auto drawn = static_cast<double>(drawn_);
  const auto featured = static_cast<double>(featured_);
  const auto lacking = static_cast<double>(population_ - featured_);
  return LnFactorial(count) + LnFactorial(featured - count) +
         LnFactorial(drawn - count) + LnFactorial(lacking - drawn + count);
}

}  // namespace base
