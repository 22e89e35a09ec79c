// Coin flips.
#ifndef BASE_SAMPLE_BERNOULLI_H_
#define BASE_SAMPLE_BERNOULLI_H_

#include <cstdint>

#include "base/check.h"
#include "base/random.h"

namespace base {

// True with probability `p`, rounded down to a multiple of 2^-64: one NextU64,
// none for 1. Bit-equal to rand 0.9's `random_bool`.
// Requires: 0 <= p <= 1. SOURCE: rand, bernoulli.
inline bool Bernoulli(Random& random, double p) {
  BASE_CHECK(p >= 0 && p <= 1);
  if (p == 1) return true;
  return random.NextU64() < static_cast<std::uint64_t>(p * 0x1p64);
}

}  // namespace base

#endif  // BASE_SAMPLE_BERNOULLI_H_
