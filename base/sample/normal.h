// Normal and log-normal draws.
#ifndef BASE_SAMPLE_NORMAL_H_
#define BASE_SAMPLE_NORMAL_H_

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "base/random.h"
#include "base/sample/fdlibm.h"
#include "base/sample/ziggurat.h"

namespace base {

// What one word says in the symmetric ziggurat: bits 0 to 7 the layer, bits 12
// to 63 where in it, from -1 to 1.
struct NormalCandidate {
  explicit NormalCandidate(std::uint64_t bits)
      : layer(bits & 0xff),
        u(std::bit_cast<double>((bits >> 12) | 0x4000000000000000ull) - 3.0),
        x(u * kNormalZiggurat.x[layer]) {}

  // Under the layer above, where no further test is needed.
  bool IsInside() const { return std::abs(x) < kNormalZiggurat.x[layer + 1]; }

  std::size_t layer;
  double u;
  double x;
};

// Goes on with a first word whose candidate is not inside. Out of line: 1 in
// 70.
double StandardNormalFrom(std::uint64_t bits, Random& random);

// Mean 0, deviation 1. SOURCE: spec/maybenot.md 3, "Z".
inline double StandardNormal(Random& random) {
  const std::uint64_t bits = random.NextU64();
  const NormalCandidate candidate(bits);
  if (candidate.IsInside()) [[likely]]
    return candidate.x;
  return StandardNormalFrom(bits, random);
}

class NormalSampler {
 public:
  struct Parameters {
    double mean, deviation;
  };
  // Requires: the deviation is finite (negative mirrors); the mean may be
  // anything, and a mean that is not finite is every sample.
  explicit NormalSampler(Parameters parameters) : parameters_(parameters) {}

  double Sample(Random& random) const {
    return parameters_.mean + parameters_.deviation * StandardNormal(random);
  }

 private:
  Parameters parameters_;
};

// exp of a normal variate, whose parameters these are.
class LogNormalSampler {
 public:
  explicit LogNormalSampler(NormalSampler::Parameters parameters)
      : normal_(parameters) {}

  double Sample(Random& random) const { return FdExp(normal_.Sample(random)); }

 private:
  NormalSampler normal_;
};

}  // namespace base

#endif  // BASE_SAMPLE_NORMAL_H_
