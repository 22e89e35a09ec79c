// Uniform draws of whole numbers.
#ifndef BASE_SAMPLE_UNIFORM_INT_H_
#define BASE_SAMPLE_UNIFORM_INT_H_

#include <cstdint>

#include "base/random.h"

namespace base {

// Both ends are included. Requires: low <= high.
struct Range32 {
  std::uint32_t low, high;
};
struct Range64 {
  std::uint64_t low, high;
};

// One NextU32, rarely two: each value's chance is within 2^-64 of its share.
// Bit-equal to rand 0.9's `random_range` over i32 and u32 (and over usize, if
// `high` fits 32 bits). SOURCE: rand, uniform_int.
std::uint32_t UniformInt(Random& random, Range32 range);

// The same with NextU64, over i64 and u64.
std::uint64_t UniformInt(Random& random, Range64 range);

// Over usize: by 32 bits if `high` fits them, else by 64.
std::uint64_t UniformIndex(Random& random, Range64 range);

// Exactly uniform, by rejection: rand 0.9's `Uniform<u32>`.
// Requires: bound > 0. SOURCE: rand, uniform_int.
std::uint32_t UnbiasedBelow(Random& random, std::uint32_t bound);

}  // namespace base

#endif  // BASE_SAMPLE_UNIFORM_INT_H_
