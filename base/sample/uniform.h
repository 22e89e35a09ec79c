// Uniform draws from an interval.
#ifndef BASE_SAMPLE_UNIFORM_H_
#define BASE_SAMPLE_UNIFORM_H_

#include <bit>
#include <cstdint>

#include "base/random.h"

namespace base {

// [0, 1), 52 bits. SOURCE: spec/maybenot.md 2.10, R(0, 1).
inline double Unit52(Random& random) {
  const std::uint64_t bits = (random.NextU64() >> 12) | 0x3ff0000000000000ull;
  return std::bit_cast<double>(bits) - 1.0;
}

// Requires: finite, low <= high, high - low finite.
struct RealRange {
  double low, high;
};
struct FloatRange {
  float low, high;
};

// From `low` to `high`, one draw even if they are equal: rand 0.9's
// `random_range` over f64 and f32, with `..` and `..=` alike.
// SOURCE: spec/maybenot.md 2.10, R(lo, hi).
inline double UniformReal(Random& random, RealRange range) {
  return Unit52(random) * (range.high - range.low) + range.low;
}
inline float UniformReal(Random& random, FloatRange range) {
  return UnitFloat(random) * (range.high - range.low) + range.low;
}

// [low, high), though rounding may give `high`; a constant, without a draw, if
// they are equal. SOURCE: spec/maybenot.md 2.10, R(lo, hi), and 3.
class UniformSampler {
 public:
  struct Parameters {
    double low, high;
  };
  // Requires: finite, low <= high, high - low finite.
  explicit UniformSampler(Parameters parameters)
      : low_(parameters.low), range_(parameters.high - parameters.low) {}

  bool is_constant() const { return range_ == 0; }

  double Sample(Random& random) const {
    if (is_constant()) return low_;
    return Unit52(random) * range_ + low_;
  }

 private:
  double low_;
  double range_;
};

}  // namespace base

#endif  // BASE_SAMPLE_UNIFORM_H_
