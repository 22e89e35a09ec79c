#include "base/sample/skew_normal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/random.h"
#include "base/sample/normal.h"

namespace base {

SkewNormalSampler::SkewNormalSampler(Parameters parameters)
    : location_(parameters.location), scale_(parameters.scale) {
  const double shape = parameters.shape;
  if (shape == 0) return;
  if (std::abs(shape) == 1) {  // The larger or the smaller alone.
    larger_weight_ = shape == 1 ? 1 : 0;
    smaller_weight_ = 1 - larger_weight_;
    divisor_ = 1;
    return;
  }
  larger_weight_ = 1 + shape;
  smaller_weight_ = 1 - shape;
  divisor_ = std::sqrt(1 + shape * shape) * std::numbers::sqrt2;
}

double SkewNormalSampler::Sample(Random& random) const {
  const double first = StandardNormal(random);
  if (divisor_ == 0) return first * scale_ + location_;
  const double second = StandardNormal(random);
  const double sum = larger_weight_ * std::max(first, second) +
                     smaller_weight_ * std::min(first, second);
  return sum / divisor_ * scale_ + location_;
}

}  // namespace base
