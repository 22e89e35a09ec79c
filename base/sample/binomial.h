// Binomial draws.
#ifndef BASE_SAMPLE_BINOMIAL_H_
#define BASE_SAMPLE_BINOMIAL_H_

#include <cstdint>
#include <memory>
#include <variant>

#include "base/random.h"
#include "base/sample/btpe.h"
#include "base/sample/poisson.h"

namespace base {

// Successes in `trials`. With q the smaller of p and 1 - p: adds up
// probabilities until they exceed a uniform if trials * q is below 10, else
// BTPE. Copies share BTPE's constants.
// SOURCE: spec/maybenot.md 3; Kachitvichyanukul, BINV and BTPE.
class BinomialSampler {
 public:
  struct Parameters {
    std::uint64_t trials;
    double probability;
  };
  // Requires: trials <= Btpe::kMaxTrials, probability within [0, 1].
  explicit BinomialSampler(Parameters parameters);

  std::uint64_t Sample(Random& random) const;

 private:
  // No draw: probability 0 or 1.
  struct Constant {};
  // The probability of 0, and what turns that of x - 1 into that of x.
  struct Inversion {
    double at_zero;
    double odds;
    double step;

    std::uint64_t Sample(Random& random) const;
  };

  std::uint64_t trials_;
  bool counts_failures_ = false;  // The result is trials_ less the draw.
  std::variant<Constant, Inversion, SmallPoissonSampler,
               std::shared_ptr<const Btpe>>
      method_;
};

}  // namespace base

#endif  // BASE_SAMPLE_BINOMIAL_H_
