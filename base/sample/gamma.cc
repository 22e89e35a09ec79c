#include "base/sample/gamma.h"

#include <cmath>

#include "base/random.h"
#include "base/sample/exp.h"
#include "base/sample/fdlibm.h"
#include "base/sample/normal.h"

namespace base {
namespace {

// The paper accepts at once if u < 1 - 0.0331 x^4, and else if ln u < h(x) =
// x^2/2 + d (1 - v + ln v). With y = c x, so v = (1 + y)^3, Taylor's formula
// for ln(1 + y) gives h = -x^4 / (108 d) / (1 + xi)^4 for some xi between 0 and
// y. What is y's own, not xi's, falls with y and is 1.2534 at y = -1/4; so
// h >= -1.26 x^4 / (108 d) from there on. As ln u <= u - 1, a u below
// 1 - 1.26 x^4 / (108 d) is accepted by the second test, too, without a
// logarithm, and for most shapes many times as often as by the first. The
// margin is 2^8 times what rounding may do to either side of that test.
constexpr double kInnerSqueeze = 1.26 / 108;
constexpr double kLeastInner = -0.25;

double InnerMargin(double d) { return 0x1p-44 * (1 + d); }

}  // namespace

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
  inner_squeeze_ = kInnerSqueeze / d_;
  inner_margin_ = InnerMargin(d_);
}

double GammaSampler::SampleOther(Random& random) const {
  if (kind_ == Kind::kExponential) return StandardExp(random) * scale_;
  const double u = OpenUnit(random);  // Drawn first.
  const double large = SampleLarge(random);
  return large * FdPow(u, inverse_shape_);
}

[[gnu::noinline]] bool GammaSampler::Accepts(double u, double x2,
                                             double v) const {
  return u < 1 - 0.0331 * x2 * x2 ||
         FdLn(u) < 0.5 * x2 + d_ * (1 - v + FdLn(v));
}

double GammaSampler::SampleLarge(Random& random) const {
  for (;;) {
    const double x = StandardNormal(random);
    const double root = 1 + c_ * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double u = OpenUnit(random);
    const double x2 = x * x;
    const bool is_far_inside = u < 1 - inner_margin_ - inner_squeeze_ * x2 * x2;
    if ((is_far_inside && c_ * x >= kLeastInner) || Accepts(u, x2, v)) {
      return d_ * v * scale_;
    }
  }
}

}  // namespace base
