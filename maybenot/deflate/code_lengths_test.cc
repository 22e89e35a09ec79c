#include "maybenot/deflate/code_lengths.h"

#include <cstdint>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot::deflate {
namespace {

using ::testing::ElementsAre;
using Counts = std::vector<std::uint32_t>;

TEST(CodeLengthsTest, GivesTheCommonestTheShortest) {
  // 1 + 2 = 3, 3 + 4 = 7, 7 + 8 = 15.
  EXPECT_THAT(CodeLengths(Counts{8, 0, 1, 2, 4}, 15),
              ElementsAre(1, 0, 3, 3, 2));
}

TEST(CodeLengthsTest, GivesNoneOrOneItsDue) {
  EXPECT_THAT(CodeLengths(Counts{0, 0}, 15), ElementsAre(0, 0));
  EXPECT_THAT(CodeLengths(Counts{0, 5}, 15), ElementsAre(0, 1));
  EXPECT_THAT(CodeLengths(Counts{1, 1}, 15), ElementsAre(1, 1));
}

// 1 + 1 = 2 has the count of both others. They are joined before it, so all
// have 2 bits; joining it first would be as good with 3, 3, 2, 1.
TEST(CodeLengthsTest, JoinsSinglesBeforeGroupsOfTheSameCount) {
  EXPECT_THAT(CodeLengths(Counts{1, 1, 2, 2}, 15), ElementsAre(2, 2, 2, 2));
}

// 1 + 1 = 2, 1 + 2 = 3: the last of the three has one bit.
TEST(CodeLengthsTest, GivesTheLaterOfEqualsTheShorter) {
  EXPECT_THAT(CodeLengths(Counts{1, 1, 1}, 15), ElementsAre(2, 2, 1));
}

// Fibonacci's numbers give 1, 2, 3, 4, 5, 5. Cut to 3: 1, 2, 3, 3, 3, 3, whose
// sum in eighths is 4 + 2 + 4 = 10: two too many. Each step takes one of 3 bits
// and hangs it beside the one of 2: 1, 3, 3, 3, 3, 3 (9), and then, as none of
// 2 bits is left, beside the one of 1: 2, 2, 3, 3, 3, 3 (8).
TEST(CodeLengthsTest, LengthensShortOnesWhereLongOnesAreCut) {
  EXPECT_THAT(CodeLengths(Counts{1, 1, 2, 3, 5, 8}, 15),
              ElementsAre(5, 5, 4, 3, 2, 1));
  EXPECT_THAT(CodeLengths(Counts{1, 1, 2, 3, 5, 8}, 3),
              ElementsAre(3, 3, 3, 3, 2, 2));
}

}  // namespace
}  // namespace maybenot::deflate
