#include "base/sample/shuffle.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/testing/golden_draws.h"
#include "gtest/gtest.h"

namespace base {
namespace {

// The first `count` of `values` and the word that follows, as the golden lines
// have them.
std::vector<std::string> Line(const std::vector<std::uint32_t>& values,
                              std::size_t count, Random& random) {
  std::vector<std::string> line;
  for (const std::uint32_t value : values) {
    if (line.size() < count) line.push_back(absl::StrCat(value));
  }
  line.push_back(absl::StrCat(random.NextU64()));
  return line;
}

TEST(ShuffleTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDraws("shuffle");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDraws& golden : all) {
    Random random = Random::FromSeed(golden.seed);
    std::vector<std::uint32_t> items(testing::ToU64(golden.parameters[0]));
    std::iota(items.begin(), items.end(), 0);
    Shuffle(random, absl::MakeSpan(items));
    EXPECT_EQ(Line(items, golden.draws.size() - 1, random), golden.draws)
        << items.size();
  }
}

// The golden sizes take each of the three ways, on both sides of each bound.
TEST(ChooseTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDraws("choose");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDraws& golden : all) {
    Random random = Random::FromSeed(golden.seed);
    const Choice choice = {.amount = testing::ToU64(golden.parameters[1]),
                           .of = testing::ToU64(golden.parameters[0])};
    const std::vector<std::uint32_t> chosen = Choose(random, choice);
    EXPECT_EQ(Line(chosen, golden.draws.size() - 1, random), golden.draws)
        << choice.amount << " of " << choice.of;
  }
}

TEST(ChooseTest, MoreThanThereAreIsAll) {
  Random random = Random::FromSeed(1);
  EXPECT_EQ(Choose(random, {.amount = 9, .of = 4}).size(), 4u);
}

}  // namespace
}  // namespace base
