#include "base/sample/geometric.h"

#include <cstdint>
#include <limits>

#include "base/random.h"

namespace base {
namespace {

// By repeated squaring, lowest bit first; the factor 1 keeps it free of
// branches that depend on the draw.
double Power(double x, std::uint64_t exponent) {
  double power = 1;
  for (; exponent != 0; exponent >>= 1) {
    power *= (exponent & 1) != 0 ? x : 1.0;
    x *= x;
  }
  return power;
}

}  // namespace

GeometricSampler::GeometricSampler(double probability)
    : success_(probability),
      failure_(1 - probability),
      success_bits_(static_cast<std::uint64_t>(probability * 0x1p53)) {
  if (success_ == 0 || success_ >= kTrialsAreFewFrom) return;
  block_failure_ = failure_ * failure_;
  for (block_bits_ = 1; block_failure_ > 0.5; ++block_bits_) {
    block_failure_ *= block_failure_;
  }
}

std::uint64_t GeometricSampler::CountTrials(Random& random) const {
  std::uint64_t failures = 0;
  while (random.NextU64() >> 11 > success_bits_) ++failures;
  return failures;
}

std::uint64_t GeometricSampler::SampleBlocks(Random& random) const {
  if (success_ == 0) return std::numeric_limits<std::uint64_t>::max();
  std::uint64_t blocks = 0;
  while (UnitDouble(random) < block_failure_) ++blocks;
  return (blocks << block_bits_) + SampleRemainder(random);
}

std::uint64_t GeometricSampler::SampleRemainder(Random& random) const {
  const std::uint64_t mask = (std::uint64_t{1} << block_bits_) - 1;
  for (;;) {
    const std::uint64_t remainder = random.NextU64() & mask;
    const double acceptance = Power(failure_, remainder);
    if (UnitDouble(random) < acceptance) return remainder;
  }
}

}  // namespace base
