// Geometric draws.
#ifndef BASE_SAMPLE_GEOMETRIC_H_
#define BASE_SAMPLE_GEOMETRIC_H_

#include <cstdint>

#include "base/random.h"

namespace base {

// The number of failures before the first success. Counts trials if p is at
// least 2/3; else draws the quotient by 2^k, and the remainder by rejection.
// SOURCE: spec/maybenot.md 3; Bringmann, section 3.
class GeometricSampler {
 public:
  // Requires: 0, or within [1e-9, 1].
  explicit GeometricSampler(double probability);

  // UINT64_MAX, without a draw, if the probability is 0.
  std::uint64_t Sample(Random& random) const {
    return success_ >= kTrialsAreFewFrom ? CountTrials(random)
                                         : SampleBlocks(random);
  }

 private:
  static constexpr double kTrialsAreFewFrom = 2.0 / 3.0;

  std::uint64_t CountTrials(Random& random) const;
  std::uint64_t SampleBlocks(Random& random) const;
  std::uint64_t SampleRemainder(Random& random) const;

  double success_;
  double failure_;  // 1 - success_.
  // A trial succeeds if the 53 bits of its uniform are at most this: it is
  // success_ * 2^53, rounded down.
  std::uint64_t success_bits_;
  double block_failure_ = 0;  // failure_ ^ (2 ^ block_bits_), at most 1/2.
  unsigned block_bits_ = 0;
};

}  // namespace base

#endif  // BASE_SAMPLE_GEOMETRIC_H_
