#include "base/sample/binomial.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<std::uint64_t> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(42);
  std::vector<std::uint64_t> samples;
  for (int i = 0; i < count; ++i) {
    samples.push_back(static_cast<std::uint64_t>(sampler.Sample(random)));
  }
  return samples;
}

bool Fits(int n, double p) {
  const BinomialSampler sampler(
      {.trials = static_cast<std::uint64_t>(n), .probability = p});
  return FitsProbabilities(Draw(sampler), BinomialProbabilities(n, p));
}

TEST(BinomialTest, FitsByInversion) {
  EXPECT_TRUE(Fits(20, 0.3));
  EXPECT_TRUE(Fits(20, 0.7));
  EXPECT_TRUE(Fits(3000, 0.003));
  EXPECT_TRUE(Fits(1, 0.5));
}

TEST(BinomialTest, FitsByRejection) {
  EXPECT_TRUE(Fits(100, 0.4));
  EXPECT_TRUE(Fits(100, 0.6));
}

TEST(BinomialTest, ATinyProbabilityIsPoisson) {
  // 2^50 trials at 2^-55: 1/32 expected, where 1 - p is 1.
  const BinomialSampler sampler(
      {.trials = std::uint64_t{1} << 50, .probability = 0x1p-55});
  const double none = std::exp(-1.0 / 32);
  EXPECT_TRUE(
      FitsProbabilities(Draw(sampler), {none, none / 32, none / 32 / 32 / 2}));
}

TEST(BinomialTest, CertainCountsAreExact) {
  EXPECT_EQ(Draw(BinomialSampler({.trials = 9, .probability = 0}), 1)[0], 0u);
  EXPECT_EQ(Draw(BinomialSampler({.trials = 9, .probability = 1}), 1)[0], 9u);
  EXPECT_EQ(Draw(BinomialSampler({.trials = 0, .probability = 0.4}), 1)[0], 0u);
}

}  // namespace
}  // namespace base
