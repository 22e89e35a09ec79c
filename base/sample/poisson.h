// Poisson draws.
#ifndef BASE_SAMPLE_POISSON_H_
#define BASE_SAMPLE_POISSON_H_

#include "base/random.h"
#include "base/sample/fdlibm.h"

namespace base {

// For a small mean, lambda: counts the uniforms whose product stays over
// exp(-lambda), which takes lambda + 1 draws.
// SOURCE: spec/maybenot.md 3; Knuth, 3.4.1.
class SmallPoissonSampler {
 public:
  // Requires: lambda >= 0. The product runs out of bits if it is over 700.
  explicit SmallPoissonSampler(double lambda)
      : exp_minus_lambda_(FdExp(-lambda)) {}

  // A whole number.
  double Sample(Random& random) const {
    double count = 0;
    for (double product = UnitDouble(random); product > exp_minus_lambda_;
         product *= UnitDouble(random)) {
      ++count;
    }
    return count;
  }

 private:
  double exp_minus_lambda_;
};

// Mean lambda. As above if lambda is below 12, else rounds a normal variate and
// corrects it (one draw mostly).
// SOURCE: spec/maybenot.md 3; Ahrens, PD.
class PoissonSampler {
 public:
  // Requires: 0 < lambda, finite; at most 1.844e19, where a count ends.
  explicit PoissonSampler(double lambda);

  // A whole number.
  double Sample(Random& random) const {
    return lambda_ < kSmallLambda ? small_.Sample(random)
                                  : SampleNormal(random);
  }

 private:
  static constexpr double kSmallLambda = 12;

  struct Densities;

  double SampleNormal(Random& random) const;
  double SampleDoubleExponential(Random& random) const;
  Densities DensitiesAt(double k) const;

  SmallPoissonSampler small_;
  double lambda_;     // The paper's mu.
  double deviation_;  // s.
  double squeeze_;    // d.
  double sure_from_;  // L: a count this large is always accepted.
};

}  // namespace base

#endif  // BASE_SAMPLE_POISSON_H_
