#include "base/sample/hypergeometric.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "gtest/gtest.h"

namespace base {
namespace {

double LnChoose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

bool Fits(HypergeometricSampler::Parameters parameters) {
  const HypergeometricSampler sampler(parameters);
  Random random = Random::FromSeed(12);
  std::vector<std::uint64_t> samples(200'000);
  for (std::uint64_t& sample : samples) sample = sampler.Sample(random);

  const auto [population, featured, drawn] = parameters;
  std::vector<double> probabilities;
  for (std::uint64_t k = 0; k <= drawn; ++k) {
    const bool is_possible =
        k <= featured && drawn - k <= population - featured;
    probabilities.push_back(
        is_possible ? std::exp(LnChoose(double(featured), double(k)) +
                               LnChoose(double(population - featured),
                                        double(drawn - k)) -
                               LnChoose(double(population), double(drawn)))
                    : 0);
  }
  return FitsProbabilities(samples, probabilities);
}

TEST(HypergeometricTest, FitsWhenDrawnOneByOne) {
  EXPECT_TRUE(Fits({.population = 50, .featured = 20, .drawn = 5}));
  EXPECT_TRUE(Fits({.population = 50, .featured = 45, .drawn = 9}));
  EXPECT_TRUE(Fits({.population = 50, .featured = 20, .drawn = 44}));
  EXPECT_TRUE(Fits({.population = 50, .featured = 45, .drawn = 44}));
}

TEST(HypergeometricTest, FitsByRatioOfUniforms) {
  EXPECT_TRUE(Fits({.population = 100, .featured = 40, .drawn = 30}));
  EXPECT_TRUE(Fits({.population = 100, .featured = 80, .drawn = 30}));
  EXPECT_TRUE(Fits({.population = 100, .featured = 40, .drawn = 70}));
  EXPECT_TRUE(Fits({.population = 100, .featured = 80, .drawn = 70}));
  EXPECT_TRUE(Fits({.population = 1000, .featured = 3, .drawn = 500}));
  EXPECT_TRUE(
      Fits({.population = 1'000'000, .featured = 300'000, .drawn = 2000}));
}

std::uint64_t SampleOnce(HypergeometricSampler::Parameters parameters) {
  Random random = Random::FromSeed(13);
  return HypergeometricSampler(parameters).Sample(random);
}

TEST(HypergeometricTest, CertainCountsAreExact) {
  EXPECT_EQ(SampleOnce({.population = 0, .featured = 0, .drawn = 0}), 0u);
  EXPECT_EQ(SampleOnce({.population = 9, .featured = 9, .drawn = 4}), 4u);
  EXPECT_EQ(SampleOnce({.population = 90, .featured = 90, .drawn = 40}), 40u);
  EXPECT_EQ(SampleOnce({.population = 90, .featured = 7, .drawn = 90}), 7u);
  EXPECT_EQ(SampleOnce({.population = 90, .featured = 0, .drawn = 40}), 0u);
}

TEST(HypergeometricTest, TheLargestPopulationKeepsTheMean) {
  // Mean 1e9 / 2 * 0.3 = 1.5e8; deviation of one sample sqrt(1e9 * 0.5 * 0.3 *
  // 0.7 * 0.5) = 7246, of the mean of 10,000 samples 72.5; five of these pass
  // all but 6e-7 of the seeds.
  const HypergeometricSampler sampler({.population = 1'000'000'000,
                                       .featured = 300'000'000,
                                       .drawn = 500'000'000});
  Random random = Random::FromSeed(14);
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    sum += static_cast<double>(sampler.Sample(random));
  }
  EXPECT_NEAR(sum / 10'000, 1.5e8, 5 * 72.5);
}

}  // namespace
}  // namespace base
