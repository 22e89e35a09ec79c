#include "base/sample/beta.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.h"
#include "base/sample/fdlibm.h"

namespace base {
namespace {

constexpr double kLn4 = 1.3862943611198906;
constexpr double kLn5 = 1.6094379124341003;

double Logit(double u) { return FdLn(u / (1 - u)); }

}  // namespace

BetaSampler::BetaSampler(Parameters parameters) {
  const bool is_alpha_smaller = parameters.alpha < parameters.beta;
  const double smaller = is_alpha_smaller ? parameters.alpha : parameters.beta;
  const double larger = is_alpha_smaller ? parameters.beta : parameters.alpha;
  is_bb_ = smaller > 1;
  if (is_bb_) {
    is_w_on_beta_ = !is_alpha_smaller;
    a_ = smaller;
    b_ = larger;
    alpha_ = a_ + b_;
    beta_ = std::sqrt((alpha_ - 2) / (2 * a_ * b_ - alpha_));
    gamma_ = a_ + 1 / beta_;
    return;
  }
  is_w_on_beta_ = is_alpha_smaller;
  a_ = larger;
  b_ = smaller;
  alpha_ = a_ + b_;
  beta_ = 1 / b_;
  const double delta = 1 + a_ - b_;
  kappa1_ =
      delta * (1.0 / 18 / 4 + 3.0 / 18 / 4 * b_) / (a_ * beta_ - 14.0 / 18);
  kappa2_ = 0.25 + (0.5 + 0.25 / delta) * b_;
}

double BetaSampler::Sample(Random& random) const {
  const double w = is_bb_ ? SampleWByBb(random) : SampleWByBc(random);
  if (is_w_on_beta_) return b_ / (b_ + w);
  // Where exp overflowed, the quotient's limit.
  if (w == std::numeric_limits<double>::infinity()) return 1;
  return w / (b_ + w);
}

// Both loops accept when a comparison meets NaN, so that they end on infinite
// parameters too, as the reference's do.
double BetaSampler::SampleWByBb(Random& random) const {
  for (;;) {
    const double u1 = OpenUnit(random);
    const double u2 = OpenUnit(random);
    const double v = beta_ * Logit(u1);
    const double w = a_ * FdExp(v);
    const double z = u1 * u1 * u2;
    const double r = gamma_ * v - kLn4;
    const double s = a_ + r - w;
    if (s + 1 + kLn5 >= 5 * z) return w;
    const double t = FdLn(z);
    if (s >= t) return w;
    if (!(r + alpha_ * FdLn(alpha_ / (b_ + w)) < t)) return w;
  }
}

double BetaSampler::SampleWByBc(Random& random) const {
  for (;;) {
    const double u1 = OpenUnit(random);
    const double u2 = OpenUnit(random);
    // Both halves of u1's range, for no branch could foretell which it is.
    const bool is_lower = u1 < 0.5;
    const double y = u1 * u2;
    const double lower_z = u1 * y;
    const double upper_z = u1 * u1 * u2;
    const double z = is_lower ? lower_z : upper_z;
    const bool is_accepted = !is_lower & (upper_z <= 0.25);
    const bool is_rejected = is_lower ? 0.25 * u2 + lower_z - y >= kappa1_
                                      : !is_accepted & (upper_z >= kappa2_);
    if (is_rejected) continue;
    const double v = beta_ * Logit(u1);
    const double w = a_ * FdExp(v);
    if (is_accepted ||
        !(alpha_ * (FdLn(alpha_ / (b_ + w)) + v) - kLn4 < FdLn(z))) {
      return w;
    }
  }
}

}  // namespace base
