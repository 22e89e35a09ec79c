// Draws that are a power of a uniform, or of an exponential, variate.
#ifndef BASE_SAMPLE_POWER_H_
#define BASE_SAMPLE_POWER_H_

#include "base/random.h"
#include "base/sample/fdlibm.h"

namespace base {

// At least `scale`, which P(X > x) = (scale / x)^shape says.
// SOURCE: spec/maybenot.md 3.
class ParetoSampler {
 public:
  struct Parameters {
    double scale, shape;
  };
  // Requires: both > 0; infinity is allowed, and may give infinite samples.
  explicit ParetoSampler(Parameters parameters)
      : scale_(parameters.scale), power_(-1 / parameters.shape) {}

  double Sample(Random& random) const {
    return scale_ * power_.Of(OpenClosedUnit(random));
  }

 private:
  double scale_;
  FdPower power_;
};

// P(X > x) = exp(-(x / scale)^shape). SOURCE: spec/maybenot.md 3.
class WeibullSampler {
 public:
  struct Parameters {
    double scale, shape;
  };
  // Requires: both > 0; infinity is allowed, and may give infinite samples.
  explicit WeibullSampler(Parameters parameters)
      : scale_(parameters.scale), power_(1 / parameters.shape) {}

  double Sample(Random& random) const {
    return scale_ * power_.Of(-FdLn(OpenClosedUnit(random)));
  }

 private:
  double scale_;
  FdPower power_;
};

}  // namespace base

#endif  // BASE_SAMPLE_POWER_H_
