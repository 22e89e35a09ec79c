#include "base/sample/btpe.h"

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<std::uint64_t> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(43);
  std::vector<std::uint64_t> samples;
  for (int i = 0; i < count; ++i) {
    samples.push_back(static_cast<std::uint64_t>(sampler.Sample(random)));
  }
  return samples;
}

bool Fits(int n, double p) {
  const Btpe sampler(
      {.trials = static_cast<std::uint64_t>(n), .probability = p});
  return FitsProbabilities(Draw(sampler, 400'000), BinomialProbabilities(n, p));
}

// npq = 5: the test by recursion alone.
TEST(BtpeTest, FitsNearItsThreshold) { EXPECT_TRUE(Fits(20, 0.5)); }

// npq = 210 and 2500: the squeeze and Stirling's formula beyond 20 of the mode.
TEST(BtpeTest, FitsFarFromIt) {
  EXPECT_TRUE(Fits(1000, 0.3));
  EXPECT_TRUE(Fits(10'000, 0.5));
}

TEST(BtpeTest, TheMostTrialsKeepTheMean) {
  // n = 2^52, p = 1/2: mean 2^51, deviation 2^25, of the mean of 2^14 samples
  // 2^18; five of these pass all but 6e-7 of the seeds.
  const Btpe sampler({.trials = Btpe::kMaxTrials, .probability = 0.5});
  double sum = 0;
  for (const std::uint64_t sample : Draw(sampler, 1 << 14)) {
    sum += static_cast<double>(sample) - 0x1p51;
  }
  EXPECT_NEAR(sum * 0x1p-14, 0, 5 * 0x1p18);
}

}  // namespace
}  // namespace base
