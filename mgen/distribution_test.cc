#include "mgen/distribution.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "base/random.h"
#include "base/sample/goodness.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/wire.h"

namespace mgen {
namespace {

using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

std::vector<double> Times(TimeDistribution::Parameters parameters,
                          int count = 100'000) {
  const auto distribution = TimeDistribution::Create(std::move(parameters));
  EXPECT_TRUE(distribution.ok()) << distribution.status();
  base::Random random = base::Random::FromSeed(21);
  std::vector<double> seconds;
  for (int i = 0; i < count; ++i) {
    seconds.push_back(base::ToSeconds(distribution->Sample(random)));
  }
  return seconds;
}

std::vector<std::uint64_t> Sizes(SizeDistribution::Parameters parameters,
                                 int count = 100'000) {
  const auto distribution = SizeDistribution::Create(std::move(parameters));
  EXPECT_TRUE(distribution.ok()) << distribution.status();
  base::Random random = base::Random::FromSeed(22);
  std::vector<std::uint64_t> blocks;
  for (int i = 0; i < count; ++i) {
    blocks.push_back(distribution->Sample(random));
  }
  return blocks;
}

double NormalCdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// The false-alarm rate of each of these is 1e-6, over seeds (goodness.h).
TEST(DistributionTest, TimesFit) {
  // 30 is ten deviations over 0, so that no sample is clamped.
  EXPECT_TRUE(base::FitsCdf(Times(Normal{30, 3}),
                            [](double x) { return NormalCdf((x - 30) / 3); }));
  EXPECT_TRUE(base::FitsCdf(Times(LogNormal{1, 0.5}), [](double x) {
    return NormalCdf((std::log(x) - 1) / 0.5);
  }));
  EXPECT_TRUE(base::FitsCdf(Times(Uniform{10, 90}),
                            [](double x) { return (x - 10) / 80; }));
  EXPECT_TRUE(base::FitsCdf(Times(Exp{2}),
                            [](double x) { return 1 - std::exp(-2 * x); }));
  EXPECT_TRUE(base::FitsCdf(Times(Pareto{3, 2}),
                            [](double x) { return 1 - std::pow(3 / x, 2); }));
}

// p_k from p_0 by p_(k + 1) = p_k * ratio(k).
template <typename Ratio>
std::vector<double> Recurrence(double first, int count, Ratio ratio) {
  std::vector<double> probabilities = {first};
  for (int k = 0; k + 1 < count; ++k) {
    probabilities.push_back(probabilities.back() * ratio(k));
  }
  return probabilities;
}

TEST(DistributionTest, SizesFit) {
  EXPECT_TRUE(base::FitsProbabilities(
      Sizes(Poisson{4}),
      Recurrence(std::exp(-4), 20, [](int k) { return 4.0 / (k + 1); })));
  EXPECT_TRUE(base::FitsProbabilities(
      Sizes(Binomial{10, 0.25}), Recurrence(std::pow(0.75, 10), 11, [](int k) {
        return (10.0 - k) / (k + 1) / 3;
      })));
  EXPECT_TRUE(base::FitsProbabilities(
      Sizes(Geometric{0.2}), Recurrence(0.2, 60, [](int) { return 0.8; })));
  // None of 4 drawn of 12, 5 of them featured: C(7, 4) / C(12, 4) = 35 / 495.
  EXPECT_TRUE(base::FitsProbabilities(
      Sizes(Hypergeometric{12, 5, 4}), Recurrence(35.0 / 495, 5, [](int k) {
        return (5.0 - k) * (4 - k) / ((k + 1) * (4.0 + k));
      })));
  EXPECT_TRUE(base::FitsProbabilities(Sizes(Weighted{{1, 3}, {2, 0}}),
                                      {0.75, 0.0, 0.25}));
}

TEST(DistributionTest, WeightedTimesAreTheValues) {
  for (const double time : Times(Weighted{{1, 2}, {0.25, 1.5}}, 100)) {
    EXPECT_TRUE(time == 0.25 || time == 1.5) << time;
  }
}

TEST(DistributionTest, TimesAreClampedToZeroAndTenYears) {
  // 10 * 365 * 86,400 s.
  const double longest = 315'360'000;
  EXPECT_EQ(base::ToSeconds(kLongestTime), longest);
  EXPECT_EQ(Times(Normal{-5, 0}, 1), std::vector<double>{0});
  EXPECT_EQ(Times(Normal{1e300, 0}, 1), std::vector<double>{longest});
  EXPECT_EQ(Times(LogNormal{1e300, 0}, 1), std::vector<double>{longest});
  EXPECT_EQ(Times(Weighted{{1}, {-1}}, 1), std::vector<double>{0});
  const std::vector<double> wild = Times(Pareto{1e300, 0.001}, 1000);
  EXPECT_EQ(*std::min_element(wild.begin(), wild.end()), longest);
}

TEST(DistributionTest, SizesAreClampedToTheLargestBody) {
  const std::vector<std::uint64_t> largest = {kMaxBlocksInBody};
  EXPECT_EQ(Sizes(Geometric{0}, 1), largest);
  EXPECT_EQ(Sizes(Poisson{1e19}, 1), largest);
  EXPECT_EQ(Sizes(Binomial{std::uint64_t{1} << 52, 1}, 1), largest);
  EXPECT_EQ(Sizes(Weighted{{1}, {4294967295}}, 1), largest);
}

std::string TimeRefusal(TimeDistribution::Parameters parameters) {
  const auto distribution = TimeDistribution::Create(std::move(parameters));
  EXPECT_EQ(distribution.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(distribution.status().message());
}

TEST(DistributionTest, TimesRefuseWithParameterValueAndBound) {
  EXPECT_EQ(TimeRefusal(Normal{kNan, 1}), "Normal mean is nan, must be finite");
  EXPECT_EQ(TimeRefusal(Normal{1, kInf}),
            "Normal std_dev is inf, must be finite");
  EXPECT_EQ(TimeRefusal(LogNormal{0, kNan}),
            "LogNormal std_dev is nan, must be finite");
  EXPECT_EQ(TimeRefusal(Uniform{2, 2}),
            "Uniform low is 2, must be below high, 2");
  EXPECT_EQ(TimeRefusal(Uniform{0, kInf}),
            "Uniform high is inf, must be finite");
  EXPECT_EQ(TimeRefusal(Uniform{-1.7e308, 1.7e308}),
            "Uniform high - low is inf, must be finite");
  EXPECT_EQ(TimeRefusal(Exp{0}), "Exp lambda is 0, must be over 0 and finite");
  EXPECT_EQ(TimeRefusal(Pareto{-1, 1}),
            "Pareto scale is -1, must be over 0 and finite");
  EXPECT_THAT(TimeRefusal(Weighted{{0}, {1}}), HasSubstr("all weights are 0"));
}

std::string SizeRefusal(SizeDistribution::Parameters parameters) {
  const auto distribution = SizeDistribution::Create(std::move(parameters));
  EXPECT_EQ(distribution.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(distribution.status().message());
}

TEST(DistributionTest, SizesRefuseWithParameterValueAndBound) {
  EXPECT_EQ(SizeRefusal(Poisson{kNan}),
            "Poisson lambda is nan, must be over 0 and at most 1.844e19");
  EXPECT_EQ(SizeRefusal(Binomial{5, 1.5}),
            "Binomial p is 1.5, must be within [0, 1]");
  // 2^52 = 4,503,599,627,370,496.
  EXPECT_EQ(SizeRefusal(Binomial{4503599627370497, 0.5}),
            "Binomial n is 4503599627370497, must be at most 4503599627370496");
  EXPECT_EQ(SizeRefusal(Geometric{1e-10}),
            "Geometric p is 1e-10, must be 0 or within [1e-9, 1]");
  EXPECT_EQ(SizeRefusal(Hypergeometric{10, 11, 5}),
            "Hypergeometric population_with_feature is 11, must be at most 10");
  EXPECT_EQ(SizeRefusal(Hypergeometric{10, 5, 11}),
            "Hypergeometric sample_size is 11, must be at most 10");
  EXPECT_THAT(SizeRefusal(Weighted{{1, 1}, {1, 1.5}}),
              HasSubstr("line 2, field 2: value is 1.5, must be a whole"));
  EXPECT_THAT(SizeRefusal(Weighted{{1}, {-1}}), HasSubstr("value is -1"));
}

}  // namespace
}  // namespace mgen
