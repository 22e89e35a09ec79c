#include "base/sample/alias_table.h"

#include <cstdint>
#include <limits>
#include <vector>

#include "base/random.h"
#include "base/sample/goodness.h"
#include "gtest/gtest.h"

namespace base {
namespace {

std::vector<std::uint64_t> Draw(const AliasTable& table, int count) {
  Random random = Random::FromSeed(11);
  std::vector<std::uint64_t> samples;
  for (int i = 0; i < count; ++i) samples.push_back(table.Sample(random));
  return samples;
}

TEST(AliasTableTest, DrawsByWeightAndNeverAWeightOfZero) {
  const AliasTable table({1, 2, 3, 0, 4});
  EXPECT_EQ(table.size(), 5u);
  EXPECT_TRUE(
      FitsProbabilities(Draw(table, 200'000), {0.1, 0.2, 0.3, 0.0, 0.4}));
}

TEST(AliasTableTest, HoldsTheLargestWeights) {
  const std::uint32_t largest = std::numeric_limits<std::uint32_t>::max();
  const AliasTable table({largest, 0, largest, largest});
  EXPECT_TRUE(FitsProbabilities(Draw(table, 100'000),
                                {1.0 / 3, 0.0, 1.0 / 3, 1.0 / 3}));
}

TEST(AliasTableTest, OneIndexIsTheAnswer) {
  EXPECT_EQ(Draw(AliasTable({7}), 3), std::vector<std::uint64_t>({0, 0, 0}));
}

TEST(AliasTableTest, ManyWeightsOfManySizes) {
  // 1 to 1000: together 500,500.
  std::vector<std::uint32_t> weights;
  std::vector<double> probabilities;
  for (std::uint32_t weight = 1; weight <= 1000; ++weight) {
    weights.push_back(weight);
    probabilities.push_back(weight / 500'500.0);
  }
  EXPECT_TRUE(
      FitsProbabilities(Draw(AliasTable(weights), 300'000), probabilities));
}

}  // namespace
}  // namespace base
