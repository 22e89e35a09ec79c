// A Dist with its constants worked out: what a machine draws from.
#ifndef MAYBENOT_SAMPLER_H_
#define MAYBENOT_SAMPLER_H_

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
class Sampler {
 public:
  // Requires: `dist.Validate()` is OK.
  explicit Sampler(const Dist& dist);

  // A finite value >= 0, in the unit of its use (microseconds, packets,
  // counts).
  double Sample(base::Random& random) const;

 private:
  // One alternative a distribution; constants only.
  std::variant<base::UniformSampler, base::NormalSampler,
               base::SkewNormalSampler, base::LogNormalSampler,
               base::BinomialSampler, base::GeometricSampler,
               base::ParetoSampler, base::PoissonSampler, base::WeibullSampler,
               base::GammaSampler, base::BetaSampler>
      raw_;
  double start_;
  double max_;
};

}  // namespace maybenot

#endif  // MAYBENOT_SAMPLER_H_
