// Exponential draws.
#ifndef BASE_SAMPLE_EXP_H_
#define BASE_SAMPLE_EXP_H_

#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/random.h"
#include "base/sample/ziggurat.h"

namespace base {

// What one word says in the one-sided ziggurat: bits 0 to 7 the layer, bits 12
// to 63 where in it, from 0 to 1, both excluded.
struct ExpCandidate {
  explicit ExpCandidate(std::uint64_t bits)
      : layer(bits & 0xff),
        x((std::bit_cast<double>((bits >> 12) | 0x3ff0000000000000ull) -
           (1.0 - 0x1.0p-53)) *
          kExpZiggurat.x[layer]) {}

  // Under the layer above, where no further test is needed.
  bool IsInside() const { return x < kExpZiggurat.x[layer + 1]; }

  std::size_t layer;
  double x;
};

// Goes on with a first word whose candidate is not inside. Out of line: 1 in
// 50.
double StandardExpFrom(std::uint64_t bits, Random& random);

// Mean 1. SOURCE: spec/maybenot.md 3, "Exp1".
inline double StandardExp(Random& random) {
  const std::uint64_t bits = random.NextU64();
  const ExpCandidate candidate(bits);
  if (candidate.IsInside()) [[likely]]
    return candidate.x;
  return StandardExpFrom(bits, random);
}

// Mean 1 / lambda.
class ExpSampler {
 public:
  // Requires: lambda >= 0; 0 makes every sample infinite.
  explicit ExpSampler(double lambda) : mean_(1 / lambda) {}

  double Sample(Random& random) const { return StandardExp(random) * mean_; }

 private:
  double mean_;
};

}  // namespace base

#endif  // BASE_SAMPLE_EXP_H_
