#include "maybenot/sampler.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/random.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"

namespace maybenot {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

double SampleOnce(const Dist& dist) {
  base::Random random = base::Random::FromSeed(1);
  return Sampler(dist).Sample(random);
}

TEST(SamplerTest, AddsStartThenClampsToZeroAndMax) {
  const Uniform five = {5, 5};
  EXPECT_EQ(SampleOnce({.type = five, .start = 2}), 7);
  EXPECT_EQ(SampleOnce({.type = five, .start = -10}), 0);
  EXPECT_EQ(SampleOnce({.type = five, .start = 2, .max = 6}), 6);
  EXPECT_EQ(SampleOnce({.type = five, .start = 9, .max = 8}), 8);
  EXPECT_EQ(SampleOnce({.type = five, .max = kInf}), 5);
}

TEST(SamplerTest, ZeroHasNoSign) {
  EXPECT_FALSE(std::signbit(SampleOnce({.type = Uniform{-0.0, -0.0}})));
  EXPECT_FALSE(
      std::signbit(SampleOnce({.type = Uniform{-0.0, -0.0}, .start = -0.0})));
  EXPECT_FALSE(std::signbit(SampleOnce({.type = Uniform{-1, -1}})));
}

TEST(SamplerTest, MaxOfZeroNegativeOrNanIsNoCap) {
  for (const double max : {0.0, -1.0, kNan, -kInf}) {
    EXPECT_EQ(SampleOnce({.type = Uniform{5, 5}, .max = max}), 5);
  }
}

TEST(SamplerTest, WhatIsNotFiniteIsZeroEvenWithMax) {
  EXPECT_EQ(SampleOnce({.type = Uniform{5, 5}, .start = kNan}), 0);
  EXPECT_EQ(SampleOnce({.type = Uniform{5, 5}, .start = kInf, .max = 9}), 0);
  EXPECT_EQ(SampleOnce({.type = Normal{kNan, 1}, .start = 100}), 0);
  EXPECT_EQ(SampleOnce({.type = LogNormal{800, 0}, .max = 9}), 0);
  EXPECT_EQ(SampleOnce({.type = Pareto{kInf, kInf}}), 0);
  EXPECT_EQ(SampleOnce({.type = Gamma{kInf, 1}}), 0);
  EXPECT_EQ(SampleOnce({.type = Beta{kInf, kInf}}), 0);
}

TEST(SamplerTest, ConstantsDrawNothing) {
  const std::vector<Dist> constants = {
      {.type = Uniform{5, 5}},
      {.type = Geometric{0}},
      {.type = Binomial{7, 0}},
      {.type = Binomial{7, 1}},
  };
  // 2^64 is UINT64_MAX rounded.
  const std::vector<double> values = {5, 0x1p64, 0, 7};
  base::Random random = base::Random::FromSeed(3);
  for (std::size_t i = 0; i < constants.size(); ++i) {
    EXPECT_EQ(Sampler(constants[i]).Sample(random), values[i]);
  }
  base::Random untouched = base::Random::FromSeed(3);
  EXPECT_EQ(random.NextU64(), untouched.NextU64());
}

TEST(SamplerTest, CopiesDrawAlike) {
  const Sampler sampler({.type = Binomial{4452, 0.08}});
  const Sampler copy = sampler;
  base::Random random = base::Random::FromSeed(4);
  base::Random other = random;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(sampler.Sample(random), copy.Sample(other));
  }
}

struct Recorded {
  DistType type;
  std::uint64_t seed;
  std::vector<std::uint64_t> samples;  // The bits of the first three.
};

// From `oracle dists 42 11` of the published crates.
std::vector<Recorded> RecordedSamples() {
  return {
      {Uniform{419.315, 61623.222},
       17057574109182124193u,
       {0x40c498638f2b42cc, 0x40dfbe40717ef6e1, 0x40e0c27ba0169fcf}},
      {Normal{4958.2, 1539.479},
       13267978908934200754u,
       {0x40b03f67290a5e29, 0x40b33237e0b4fb3a, 0x40a36dfb3244f88e}},
      {SkewNormal{4235.043, 1522.773, 0.833},
       12589033428110817649u,
       {0x40a6365edf71dc61, 0x40b896aeb792791c, 0x40b80074cd2172d5}},
      {LogNormal{2.325, 1.602},
       5928998142081247042u,
       {0x400e5d8c0a06f731, 0x40295d375c88a304, 0x400c5ecdc67c9962}},
      {Binomial{4388, 0.617},
       15705374977869497556u,
       {0x40a5640000000000, 0x40a57e0000000000, 0x40a50e0000000000}},
      {Geometric{0.708},
       13057145599690755898u,
       {0x0000000000000000, 0x3ff0000000000000, 0x4000000000000000}},
      {Pareto{92.951, 1.514},
       8046402334248741309u,
       {0x405bd0768a2ea104, 0x40635d5ae75dcbaf, 0x407f1751dbd2cc25}},
      {Poisson{1578.177},
       9023995123010253888u,
       {0x4097ec0000000000, 0x40981c0000000000, 0x4098ac0000000000}},
      {Weibull{1995.019, 4.777},
       11714729386585084922u,
       {0x40a017db083309f7, 0x409f45ab3bde10f9, 0x409dd1b82628ae40}},
      {Gamma{231.411, 5.001},
       11487365241441889082u,
       {0x40864b25014f9989, 0x40ad0ccbaf141ba0, 0x409b9f6152a5f821}},
      {Beta{6.912, 7.561},
       15019402249650998666u,
       {0x3fe219705ac17de4, 0x3fdad40b6bdd9718, 0x3fe1f6aea0c64f25}},
  };
}

TEST(SamplerTest, SamplesAreThoseOfTheReference) {
  for (const Recorded& recorded : RecordedSamples()) {
    const Sampler sampler({.type = recorded.type});
    base::Random random = base::Random::FromSeed(recorded.seed);
    for (const std::uint64_t bits : recorded.samples) {
      EXPECT_EQ(std::bit_cast<std::uint64_t>(sampler.Sample(random)), bits)
          << "distribution " << recorded.type.index();
    }
  }
}

// Of Pareto and Weibull it goes by an estimate, which must not show.
TEST(SamplerTest, RoundedIsTheSampleRounded) {
  const std::vector<Dist> dists = {
      {.type = Uniform{0, 10}},
      {.type = LogNormal{2.9, 0.8}, .start = 0.5},
      {.type = Pareto{0.01, 0.3}},
      {.type = Pareto{3, 6.9}},
      {.type = Pareto{563, 7}, .start = -563.25, .max = 40},
      {.type = Pareto{1e-3, 1e-3}},
      {.type = Pareto{2.5, kInf}},
      {.type = Pareto{1e300, 0.5}, .max = 9},
      {.type = Weibull{2404, 4.4}},
      {.type = Weibull{0.5, 0.7}, .start = -1, .max = 2},
      {.type = Weibull{3, 1e-3}, .start = 1},
      {.type = Weibull{kInf, 2}},
      {.type = Weibull{1e9, 0.2}, .start = 1e15},
  };
  for (const double most : {86.4e9, 100.5, kInf}) {
    for (const Dist& dist : dists) {
      const Sampler sampler(dist);
      base::Random random = base::Random::FromSeed(5), plain = random;
      for (int i = 0; i < 5000; ++i) {
        const double sample = std::min(sampler.Sample(plain), most);
        const std::uint64_t expected =
            sample >= 0x1p64 ? std::numeric_limits<std::uint64_t>::max()
                             : static_cast<std::uint64_t>(std::round(sample));
        ASSERT_EQ(sampler.SampleRounded(most, random), expected) << sample;
      }
    }
  }
}

// 2.5 exactly, and the numbers next to it, on which the estimate cannot tell.
TEST(SamplerTest, RoundsHalvesUpWhereTheEstimateIsInDoubt) {
  base::Random random = base::Random::FromSeed(6);
  EXPECT_EQ(Sampler({.type = Pareto{2.5, kInf}}).SampleRounded(9, random), 3u);
  EXPECT_EQ(Sampler({.type = Pareto{std::nextafter(2.5, 0), kInf}})
                .SampleRounded(9, random),
            2u);
}

}  // namespace
}  // namespace maybenot
