// The generator that the engine, the traffic model and the simulator draw from.
#ifndef BASE_RANDOM_H_
#define BASE_RANDOM_H_

#include <array>
#include <bit>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace base {

// Where a live defense's randomness comes from: the edge implements it on a
// cryptographic generator. Must outlive every Random that draws from it.
class EntropySource {
 public:
  virtual ~EntropySource() = default;
  virtual std::uint32_t NextU32() = 0;
  virtual std::uint64_t NextU64() = 0;
};

// Either xoshiro256** (reproducible, inline, 0.8 ns a draw) or a view of an
// EntropySource. 40 bytes. A copy of a seeded one repeats its draws; copies
// over one source share it.
// Not for secrets when seeded: predictable padding is no defense.
class Random {
 public:
  // The state is four SplitMix64 outputs, as Rust's `seed_from_u64`; NextU32 is
  // the upper half of NextU64. SOURCE: spec/maybenot.md 2.10.
  static Random FromSeed(std::uint64_t seed);

  // From a seed that people type: its state is four words of a SipStream, as
  // the reference's commands have it. SOURCE: spec/maybenot.md 2.10.
  static Random FromText(absl::string_view seed);

  // A stream of its own for the role `name` ("model/alice/group1") in the run
  // `seed`: one more draw in one stream moves nothing in another.
  static Random FromStream(std::uint64_t seed, absl::string_view name);

  static Random FromSource(EntropySource* source);

  std::uint64_t NextU64() {
    if (source_ != nullptr) [[unlikely]]
      return source_->NextU64();
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  std::uint32_t NextU32() {
    if (source_ != nullptr) [[unlikely]]
      return source_->NextU32();
    return static_cast<std::uint32_t>(NextU64() >> 32);
  }

  // NextU64() if `draws`, else no draw and any number. Without a branch on
  // `draws`, for where that is a matter of chance.
  std::uint64_t NextU64If(bool draws) {
    if (source_ != nullptr) [[unlikely]]
      return draws ? source_->NextU64() : 0;
    const auto [s0, s1, s2, s3] = state_;
    const std::uint64_t t2 = s2 ^ s0;
    const std::uint64_t t3 = s3 ^ s1;
    std::uint64_t mask = std::uint64_t{0} - (draws ? 1u : 0u);
    asm("" : "+r"(mask));  // Or the compiler makes it a branch again.
    state_[0] = s0 ^ (t3 & mask);
    state_[1] = s1 ^ (t2 & mask);
    state_[2] = s2 ^ ((s0 ^ (s1 << 17)) & mask);
    state_[3] = s3 ^ ((s3 ^ std::rotl(t3, 45)) & mask);
    return std::rotl(s1 * 5, 7) * 9;
  }

 private:
  Random() = default;

  std::array<std::uint64_t, 4> state_ = {};
  EntropySource* source_ = nullptr;
};

// The primitive draws of rand 0.9, each bit-equal to it.
// SOURCE: spec/maybenot.md 2.10.

// [0, 1), 23 bits, one NextU32.
inline float UnitFloat(Random& random) {
  return static_cast<float>(random.NextU32() >> 9) * 0x1.0p-23f;
}

// [0, 1), 53 bits, from one NextU64.
inline double UnitDoubleOf(std::uint64_t bits) {
  return static_cast<double>(bits >> 11) * 0x1.0p-53;
}
inline double UnitDouble(Random& random) {
  return UnitDoubleOf(random.NextU64());
}

// (0, 1], 53 bits.
inline double OpenClosedUnit(Random& random) {
  return static_cast<double>((random.NextU64() >> 11) + 1) * 0x1.0p-53;
}

// (0, 1): 52 bits of mantissa in [1, 2), minus 1 - 2^-53.
inline double OpenUnit(Random& random) {
  const std::uint64_t bits = (random.NextU64() >> 12) | 0x3ff0000000000000ull;
  return std::bit_cast<double>(bits) - (1.0 - 0x1.0p-53);
}

}  // namespace base

#endif  // BASE_RANDOM_H_
