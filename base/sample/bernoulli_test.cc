#include "base/sample/bernoulli.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/random.h"
#include "base/testing/golden_draws.h"
#include "gtest/gtest.h"

namespace base {
namespace {

// The last of a line is the word that follows, which tells how many were used.
TEST(BernoulliTest, EqualsTheReferenceAndUsesAsManyWords) {
  const auto all = testing::ReadGoldenDraws("bool");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDraws& golden : all) {
    Random random = Random::FromSeed(golden.seed);
    const double p = testing::ToDouble(golden.parameters[0]);
    std::vector<std::string> drawn;
    while (drawn.size() + 1 < golden.draws.size()) {
      drawn.push_back(Bernoulli(random, p) ? "1" : "0");
    }
    drawn.push_back(absl::StrCat(random.NextU64()));
    EXPECT_EQ(drawn, golden.draws) << p;
  }
}

}  // namespace
}  // namespace base
