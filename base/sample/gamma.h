// Gamma draws.
#ifndef BASE_SAMPLE_GAMMA_H_
#define BASE_SAMPLE_GAMMA_H_

#include <cstdint>

#include "base/random.h"

namespace base {

// Mean shape * scale. Shape 1 is exponential; a shape over 1 takes 1.05 tries
// at most; one below 1 is a power of a uniform times the sample of shape + 1.
// SOURCE: spec/maybenot.md 3; Marsaglia-gamma.
class GammaSampler {
 public:
  struct Parameters {
    double scale, shape;
  };
  // Requires: both > 0; infinity is allowed, and may give samples that are not
  // finite.
  explicit GammaSampler(Parameters parameters);

  double Sample(Random& random) const {
    return kind_ == Kind::kLarge ? SampleLarge(random) : SampleOther(random);
  }

 private:
  enum class Kind : std::uint8_t { kExponential, kLarge, kSmall };

  double SampleLarge(Random& random) const;
  double SampleOther(Random& random) const;
  // The paper's second test, after the squeeze.
  bool Accepts(double u, double x2, double v) const;

  Kind kind_;
  double scale_;
  double d_ = 0;  // d and c of the paper, section 3.
  double c_ = 0;
  double inverse_shape_ = 0;
  double inner_squeeze_ = 0;  // See gamma.cc.
  double inner_margin_ = 0;
};

}  // namespace base

#endif  // BASE_SAMPLE_GAMMA_H_
