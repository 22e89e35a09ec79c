#include "base/sample/uniform.h"

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/random.h"
#include "base/sample/goodness.h"
#include "base/testing/golden_draws.h"
#include "gtest/gtest.h"

namespace base {
namespace {

template <typename Sampler>
std::vector<double> Draw(const Sampler& sampler, int count = 200'000) {
  Random random = Random::FromSeed(31);
  std::vector<double> samples;
  for (int i = 0; i < count; ++i) samples.push_back(sampler.Sample(random));
  return samples;
}

TEST(UniformTest, FitsTheInterval) {
  const UniformSampler sampler({.low = -3, .high = 5});
  EXPECT_TRUE(FitsCdf(Draw(sampler), [](double x) { return (x + 3) / 8; }));
}

TEST(UniformTest, EqualEndsAreAConstantWithoutADraw) {
  const UniformSampler sampler({.low = 4, .high = 4});
  EXPECT_TRUE(sampler.is_constant());
  Random random = Random::FromSeed(1);
  EXPECT_EQ(sampler.Sample(random), 4);
  EXPECT_EQ(random.NextU64(), Random::FromSeed(1).NextU64());
}

TEST(UniformTest, NeighboursAreNotAConstant) {
  const double next = 0x1.0000000000001p0;
  EXPECT_FALSE(UniformSampler({.low = 1, .high = next}).is_constant());
  EXPECT_FALSE(UniformSampler({.low = 0, .high = 0x1p-1074}).is_constant());
}

class OneWord : public EntropySource {
 public:
  explicit OneWord(std::uint64_t word) : word_(word) {}
  std::uint32_t NextU32() override { return 0; }
  std::uint64_t NextU64() override { return word_; }

 private:
  std::uint64_t word_;
};

TEST(UniformTest, TakesTheUpper52BitsOfAWord) {
  OneWord zero(0xfff);
  Random lowest = Random::FromSource(&zero);
  EXPECT_EQ(Unit52(lowest), 0);
  OneWord ones(~std::uint64_t{0});
  Random highest = Random::FromSource(&ones);
  EXPECT_EQ(Unit52(highest), 1 - 0x1p-52);
}

TEST(UniformRealTest, EqualsTheReferenceIn64And32Bits) {
  for (const testing::GoldenDraws& golden : testing::ReadGoldenDraws("f64")) {
    Random random = Random::FromSeed(golden.seed);
    const RealRange range = {testing::ToDouble(golden.parameters[0]),
                             testing::ToDouble(golden.parameters[1])};
    for (const std::string& draw : golden.draws) {
      const double x = UniformReal(random, range);
      EXPECT_EQ(absl::StrFormat("%016x", std::bit_cast<std::uint64_t>(x)),
                draw);
    }
  }
  for (const testing::GoldenDraws& golden : testing::ReadGoldenDraws("f32")) {
    Random random = Random::FromSeed(golden.seed);
    const FloatRange range = {
        static_cast<float>(testing::ToDouble(golden.parameters[0])),
        static_cast<float>(testing::ToDouble(golden.parameters[1]))};
    for (const std::string& draw : golden.draws) {
      const float x = UniformReal(random, range);
      EXPECT_EQ(absl::StrFormat("%08x", std::bit_cast<std::uint32_t>(x)), draw);
    }
  }
}

TEST(UniformRealTest, EqualEndsTakeADraw) {
  Random random = Random::FromSeed(1);
  EXPECT_EQ(UniformReal(random, RealRange{3, 3}), 3);
  EXPECT_NE(random.NextU64(), Random::FromSeed(1).NextU64());
}

}  // namespace
}  // namespace base
