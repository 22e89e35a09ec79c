#include "base/sample/binomial.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <variant>

#include "base/random.h"
#include "base/sample/btpe.h"
#include "base/sample/poisson.h"

namespace base {
namespace {

// Where BTPE takes over.
constexpr double kManySuccesses = 10;

// 31 deviations off: rounding has eaten the rest of the sum; start again.
constexpr unsigned kMaxInversion = 110;

}  // namespace

BinomialSampler::BinomialSampler(Parameters parameters)
    : trials_(parameters.trials) {
  double p = parameters.probability;
  if (p == 0 || p == 1) {
    counts_failures_ = p == 1;
    return;
  }
  counts_failures_ = p > 0.5;
  if (counts_failures_) p = 1 - p;
  const double q = 1 - p;
  const auto n = static_cast<double>(trials_);
  if (n * p >= kManySuccesses) {
    method_ = std::make_shared<const Btpe>(Btpe::Parameters{trials_, p});
  } else if (q == 1) {  // p is below half an ulp: Poisson to all digits.
    method_ = SmallPoissonSampler(n * p);
  } else {
    const double odds = p / q;
    method_ = Inversion{std::pow(q, n), odds, (n + 1) * odds};
  }
}

std::uint64_t BinomialSampler::Sample(Random& random) const {
  std::uint64_t count = 0;
  if (const auto* inversion = std::get_if<Inversion>(&method_)) {
    count = inversion->Sample(random);
  } else if (const auto* btpe =
                 std::get_if<std::shared_ptr<const Btpe>>(&method_)) {
    count = (*btpe)->Sample(random);
  } else if (const auto* poisson = std::get_if<SmallPoissonSampler>(&method_)) {
    count = static_cast<std::uint64_t>(poisson->Sample(random));
  }
  return counts_failures_ ? trials_ - count : count;
}

std::uint64_t BinomialSampler::Inversion::Sample(Random& random) const {
  for (;;) {
    double probability = at_zero;
    double u = UnitDouble(random);
    for (unsigned x = 0; x <= kMaxInversion;) {
      if (!(u > probability)) return x;
      u -= probability;
      ++x;
      probability *= step / x - odds;
    }
  }
}

}  // namespace base
