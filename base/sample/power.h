// Draws that are a power of a uniform, or of an exponential, variate.
#ifndef BASE_SAMPLE_POWER_H_
#define BASE_SAMPLE_POWER_H_

#include <cmath>

#include "base/random.h"
#include "base/sample/fdlibm.h"

namespace base {

// Each has At(u), the sample that a uniform u of (0, 1] gives, and Near(u),
// which takes a third of the time: glibc's functions and fdlibm's are each
// within an ulp of the truth, so Near(u) is within kNearness of At(u), as a
// part of it, unless it is over kMostNear.
inline constexpr double kNearness = 0x1p-40;
inline constexpr double kMostNear = 1e300;

// At least `scale`, which P(X > x) = (scale / x)^shape says.
// SOURCE: spec/maybenot.md 3.
class ParetoSampler {
 public:
  struct Parameters {
    double scale, shape;
  };
  // Requires: both > 0; infinity is allowed, and may give infinite samples.
  explicit ParetoSampler(Parameters parameters)
      : scale_(parameters.scale),
        exponent_(-1 / parameters.shape),
        power_(exponent_) {}

  double At(double u) const { return scale_ * power_.Of(u); }
  double Near(double u) const { return scale_ * std::pow(u, exponent_); }

  double Sample(Random& random) const { return At(OpenClosedUnit(random)); }

 private:
  double scale_;
  double exponent_;
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
      : scale_(parameters.scale),
        exponent_(1 / parameters.shape),
        power_(exponent_) {}

  double At(double u) const { return scale_ * power_.Of(-FdLn(u)); }
  // A power makes an error of its base `exponent_` times as large: with a small
  // shape there is no estimate.
  double Near(double u) const {
    if (exponent_ > 512) return kMostNear * 2;
    return scale_ * std::pow(-std::log(u), exponent_);
  }

  double Sample(Random& random) const { return At(OpenClosedUnit(random)); }

 private:
  double scale_;
  double exponent_;
  FdPower power_;
};

}  // namespace base

#endif  // BASE_SAMPLE_POWER_H_
