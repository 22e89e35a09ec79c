// A Dist with its constants worked out: what a machine draws from.
#ifndef MAYBENOT_SAMPLER_H_
#define MAYBENOT_SAMPLER_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <variant>

#include "base/random.h"
#include "base/sample/beta.h"
#include "base/sample/binomial.h"
#include "base/sample/gamma.h"
#include "base/sample/geometric.h"
#include "base/sample/normal.h"
#include "base/sample/poisson.h"
#include "base/sample/power.h"
#include "base/sample/skew_normal.h"
#include "base/sample/uniform.h"
#include "maybenot/dist.h"

namespace maybenot {

// Immutable and stateless between draws, as the reference is: the sequence of a
// generator fixes the sequence of samples, bit for bit (x86-64 with glibc).
// 88 bytes, for a machine may hold a hundred thousand.
class Sampler {
 public:
  // Requires: `dist.Validate()` is OK.
  explicit Sampler(const Dist& dist);

  // A finite value >= 0, in the unit of its use (microseconds, packets,
  // counts).
  double Sample(base::Random& random) const {
    if (const auto* uniform = std::get_if<base::UniformSampler>(&raw_)) {
      return Clamp(uniform->Sample(random));
    }
    return Clamp(SampleRaw(random));
  }

  // Sample(), but at most `most`, rounded to a whole number, halves up; what
  // does not fit is the largest. Requires: most >= 0.
  std::uint64_t SampleRounded(double most, base::Random& random) const {
    if (const auto* uniform = std::get_if<base::UniformSampler>(&raw_)) {
      return Round(std::min(Clamp(uniform->Sample(random)), most));
    }
    return SampleRoundedRaw(most, random);
  }

 private:
  // One alternative a distribution; constants only.
  using Raw =
      std::variant<base::UniformSampler, base::NormalSampler,
                   base::SkewNormalSampler, base::LogNormalSampler,
                   base::BinomialSampler, base::GeometricSampler,
                   base::ParetoSampler, base::PoissonSampler,
                   base::WeibullSampler, base::GammaSampler, base::BetaSampler>;

  // SOURCE: spec/maybenot.md 3, "sample".
  double Clamp(double raw) const {
    const double value = raw + start_;
    if (value >= 0 && value < cap_) [[likely]]
      return value;
    if (!std::isfinite(value)) return 0;
    return value < 0 ? 0 : cap_;
  }

  // A call of std::round saved: the fraction is exact, and zero from 2^53 on.
  static std::uint64_t Round(double x) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
    if (x >= 0x1.0p64) return kMost;
    const auto whole = static_cast<std::uint64_t>(x);
    return whole + (x - static_cast<double>(whole) >= 0.5 ? 1 : 0);
  }

  double SampleRaw(base::Random& random) const;
  std::uint64_t SampleRoundedRaw(double most, base::Random& random) const;
  template <typename Power>
  std::uint64_t SampleRoundedPower(const Power& power, double most,
                                   base::Random& random) const;

  Raw raw_;
  double start_;  // Not -0, so that no sum with it is.
  double cap_;    // Over 0; infinite where `max` is none.
};

}  // namespace maybenot

#endif  // MAYBENOT_SAMPLER_H_
