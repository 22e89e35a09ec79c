#include "base/random.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/testing/golden_draws.h"
#include "gtest/gtest.h"

namespace base {
namespace {

// The first four SplitMix64 outputs of seed 0 are the state, so the first draw
// is rotl(s1 * 5, 7) * 9 with s1 the second of them.
// SOURCE: spec/maybenot.md 2.10.
TEST(RandomTest, SeedsTheStateWithSplitMix64) {
  Random random = Random::FromSeed(0);
  const std::uint64_t s1 = 0x6e789e6aa1b965f4ull;
  EXPECT_EQ(random.NextU64(), std::rotl(s1 * 5, 7) * 9);
}

TEST(RandomTest, U32IsTheUpperHalfOfU64) {
  Random a = Random::FromSeed(7), b = a;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(a.NextU32(), static_cast<std::uint32_t>(b.NextU64() >> 32));
  }
}

TEST(RandomTest, StreamsDifferByNameAndBySeed) {
  std::set<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    for (const std::string name : {"model/a", "model/b", "loss"}) {
      first.insert(Random::FromStream(seed, name).NextU64());
    }
  }
  EXPECT_EQ(first.size(), 150u);
}

TEST(RandomTest, DrawsFromASourceWhenGivenOne) {
  struct Counting final : EntropySource {
    std::uint32_t NextU32() override { return 32; }
    std::uint64_t NextU64() override { return 64; }
  } source;
  Random random = Random::FromSource(&source);
  EXPECT_EQ(random.NextU32(), 32u);
  EXPECT_EQ(random.NextU64(), 64u);
}

TEST(RandomTest, DrawsIfToldTo) {
  Random random = Random::FromSeed(3), plain = random;
  for (int i = 0; i < 100; ++i) {
    const bool draws = i % 3 != 0;
    const std::uint64_t bits = random.NextU64If(draws);
    if (!draws) continue;
    EXPECT_EQ(bits, plain.NextU64());
  }
  EXPECT_EQ(random.NextU64(), plain.NextU64());
}

TEST(RandomTest, PrimitiveDrawsKeepToTheirRanges) {
  struct Fixed final : EntropySource {
    explicit Fixed(std::uint64_t value) : bits(value) {}
    std::uint32_t NextU32() override {
      return static_cast<std::uint32_t>(bits >> 32);
    }
    std::uint64_t NextU64() override { return bits; }
    std::uint64_t bits;
  } zeros(0), ones(~0ull);
  Random low = Random::FromSource(&zeros), high = Random::FromSource(&ones);
  EXPECT_EQ(UnitFloat(low), 0.0f);
  EXPECT_EQ(UnitFloat(high), 1.0f - 0x1.0p-23f);
  EXPECT_EQ(UnitDouble(low), 0.0);
  EXPECT_EQ(UnitDouble(high), 1.0 - 0x1.0p-53);
  EXPECT_EQ(OpenClosedUnit(low), 0x1.0p-53);
  EXPECT_EQ(OpenClosedUnit(high), 1.0);
  EXPECT_EQ(OpenUnit(low), 0x1.0p-53);
  EXPECT_LT(OpenUnit(high), 1.0);
}

TEST(RandomTest, FromTextEqualsTheReferencesSeeds) {
  const auto all = testing::ReadGoldenDraws("seed");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDraws& golden : all) {
    Random random = Random::FromText(golden.parameters[0]);
    for (const std::string& draw : golden.draws) {
      EXPECT_EQ(absl::StrCat(random.NextU64()), draw) << golden.parameters[0];
    }
  }
}

}  // namespace
}  // namespace base
