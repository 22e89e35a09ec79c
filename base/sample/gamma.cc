#include "base/sample/gamma.h"

#include <cmath>

#include "base/random.h"
#include "base/sample/exp.h"
#include "base/sample/fdlibm.h"
#include "base/sample/normal.h"

namespace base {

GammaSampler::GammaSampler(Parameters parameters) : scale_(parameters.scale) {
  const double shape = parameters.shape;
  if (shape == 1) {
    kind_ = Kind::kExponential;
    // Twice inverted, as the reference does, which may round.
    scale_ = 1 / (1 / parameters.scale);
    return;
  }
  kind_ = shape > 1 ? Kind::kLarge : Kind::kSmall;
  inverse_shape_ = 1 / shape;
  d_ = (kind_ == Kind::kLarge ? shape : shape + 1) - 1.0 / 3.0;
  c_ = 1 / std::sqrt(9 * d_);
}

double GammaSampler::Sample(Random& random) const {
  switch (kind_) {
    case Kind::kExponential:
      return StandardExp(random) * scale_;
    case Kind::kLarge:
      return SampleLarge(random);
    case Kind::kSmall:
      break;
  }
  const double u = OpenUnit(random);  // Drawn first.
  const double large = SampleLarge(random);
  return large * FdPow(u, inverse_shape_);
}

double GammaSampler::SampleLarge(Random& random) const {
  for (;;) {
    const double x = StandardNormal(random);
    const double root = 1 + c_ * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double u = OpenUnit(random);
    const double x2 = x * x;
    const bool is_under_squeeze = u < 1 - 0.0331 * x2 * x2;
    if (is_under_squeeze || FdLn(u) < 0.5 * x2 + d_ * (1 - v + FdLn(v))) {
      return d_ * v * scale_;
    }
  }
}

}  // namespace base
