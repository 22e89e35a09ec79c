#include "maybenot/capi/randomness.h"

#include <optional>
#include <utility>

#include "base/random.h"
#include "gtest/gtest.h"

namespace maybenot::capi {
namespace {

TEST(RandomnessTest, ASeedGivesItsSequence) {
  Randomness seeded(9);
  base::Random generator = seeded.Generator();
  EXPECT_EQ(generator.NextU64(), base::Random::FromSeed(9).NextU64());
}

TEST(RandomnessTest, WithoutASeedTwoShareNothing) {
  Randomness one(std::nullopt);
  Randomness other(std::nullopt);
  EXPECT_NE(one.Generator().NextU64(), other.Generator().NextU64());
}

TEST(RandomnessTest, AGeneratorOutlivesItsSourcesMove) {
  Randomness source(std::nullopt);
  base::Random generator = source.Generator();
  const Randomness moved = std::move(source);
  EXPECT_NE(generator.NextU64(), generator.NextU64());
}

}  // namespace
}  // namespace maybenot::capi
