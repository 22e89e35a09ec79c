// Hypergeometric draws.
#ifndef BASE_SAMPLE_HYPERGEOMETRIC_H_
#define BASE_SAMPLE_HYPERGEOMETRIC_H_

#include <cstdint>

#include "base/random.h"

namespace base {

// How many of `drawn` things, taken from `population` without putting back,
// have the feature that `featured` of them have. Takes them one by one if that
// is less than ten, else by ratio of uniforms, in constant time.
// SOURCE: Stadlober, HRUA.
class HypergeometricSampler {
 public:
  // Where the logarithms of factorials still leave a share of 1e-5 exact.
  static constexpr std::uint64_t kMaxPopulation = 1'000'000'000;

  struct Parameters {
    std::uint64_t population;
    std::uint64_t featured;
    std::uint64_t drawn;
  };
  // Requires: featured and drawn <= population <= kMaxPopulation.
  explicit HypergeometricSampler(Parameters parameters);

  std::uint64_t Sample(Random& random) const;

 private:
  std::uint64_t SampleOneByOne(Random& random) const;
  std::uint64_t SampleByRatio(Random& random) const;
  double LnInverseProbability(double count) const;

  // By symmetry at most half of the population each: what is drawn (or left
  // over), and what has (or lacks) the feature.
  std::uint64_t population_;
  std::uint64_t drawn_;
  std::uint64_t featured_;
  bool draws_rest_;
  bool counts_lacking_;
  // The table mountain hat of the ratio of uniforms, and its cut.
  double center_ = 0;
  double width_ = 0;
  double end_ = 0;
  double ln_inverse_at_mode_ = 0;
};

}  // namespace base

#endif  // BASE_SAMPLE_HYPERGEOMETRIC_H_
