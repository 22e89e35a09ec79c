// Beta draws.
#ifndef BASE_SAMPLE_BETA_H_
#define BASE_SAMPLE_BETA_H_

#include "base/random.h"

namespace base {

// [0, 1], mean alpha / (alpha + beta): Cheng's algorithm BB if both parameters
// are over 1, else BC.
// SOURCE: spec/maybenot.md 3; Cheng.
class BetaSampler {
 public:
  struct Parameters {
    double alpha, beta;
  };
  // Requires: both > 0; infinity is allowed, and may give NaN.
  explicit BetaSampler(Parameters parameters);

  double Sample(Random& random) const;

 private:
  double SampleWByBb(Random& random) const;
  double SampleWByBc(Random& random) const;

  // The paper's names. In BB a is the smaller parameter, in BC the larger.
  double a_;
  double b_;
  double alpha_;
  double beta_;
  double gamma_ = 0;   // BB.
  double kappa1_ = 0;  // BC.
  double kappa2_ = 0;  // BC.
  bool is_bb_;
  bool is_w_on_beta_;  // The sample is b / (b + w), not w / (b + w).
};

}  // namespace base

#endif  // BASE_SAMPLE_BETA_H_
