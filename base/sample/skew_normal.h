// Skew-normal draws.
#ifndef BASE_SAMPLE_SKEW_NORMAL_H_
#define BASE_SAMPLE_SKEW_NORMAL_H_

#include "base/random.h"

namespace base {

// A weighted sum of the larger and the smaller of two standard normals; of one
// alone, which is a normal variate, if the shape is 0.
// SOURCE: spec/maybenot.md 3; Ghorbanzadeh.
class SkewNormalSampler {
 public:
  struct Parameters {
    double location, scale, shape;
  };
  // Requires: scale finite and > 0, shape finite.
  explicit SkewNormalSampler(Parameters parameters);

  double Sample(Random& random) const;

 private:
  double location_;
  double scale_;
  double larger_weight_ = 0;
  double smaller_weight_ = 0;
  double divisor_ = 0;  // 0: the shape is 0.
};

}  // namespace base

#endif  // BASE_SAMPLE_SKEW_NORMAL_H_
