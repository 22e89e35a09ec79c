// A Dist with its constants worked out: what a machine draws from.
#ifndef MAYBENOT_SAMPLER_H_
#define MAYBENOT_SAMPLER_H_

#include <cmath>
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
    if (!std::isfinite(value)) return 0;
    const double positive = value > 0 ? value : 0;
    return positive < cap_ ? positive : cap_;
  }

  double SampleRaw(base::Random& random) const;

  Raw raw_;
  double start_;
  double cap_;  // Infinite where `max` is none.
};

}  // namespace maybenot

#endif  // MAYBENOT_SAMPLER_H_
