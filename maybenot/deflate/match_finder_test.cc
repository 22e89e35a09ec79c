#include "maybenot/deflate/match_finder.h"

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "maybenot/deflate/symbols.h"

namespace maybenot::deflate {
namespace {

Match FindAt(absl::string_view input, std::size_t position,
             std::uint32_t length = 2) {
  MatchFinder finder(input);
  for (std::size_t i = 0; i <= position; ++i) finder.Insert(i);
  return finder.FindLonger(position, length);
}

TEST(MatchFinderTest, FindsTheNearestOfTheLongest) {
  //                     0123456789012345678
  const Match found = FindAt("-abcd.abcd.abc.abcd", 15);
  EXPECT_EQ(found, (Match{.length = 4, .distance = 9}));
}

TEST(MatchFinderTest, FindsOnlyWhatIsLonger) {
  constexpr absl::string_view kInput = "-abcd.abcd";
  EXPECT_EQ(FindAt(kInput, 6, 3), (Match{.length = 4, .distance = 5}));
  EXPECT_EQ(FindAt(kInput, 6, 4), Match{});
  EXPECT_EQ(FindAt("-abc.abd", 5), Match{});
}

TEST(MatchFinderTest, MatchesOverlapThePosition) {
  const std::string input = "-" + std::string(400, 'a');
  EXPECT_EQ(FindAt(input, 2), (Match{.length = 258, .distance = 1}));
  EXPECT_EQ(FindAt(input, 390), (Match{.length = 11, .distance = 1}));
}

// A link of 0 is the end of a chain, so the first byte is never found.
TEST(MatchFinderTest, DoesNotGoBackToTheFirstByte) {
  EXPECT_EQ(FindAt("abcdabcd", 4), Match{});
}

TEST(MatchFinderTest, FindsNothingWithLessThanThreeBytesLeft) {
  EXPECT_EQ(FindAt("-abab", 3), Match{});
  EXPECT_EQ(FindAt("-a", 1), Match{});
}

// The window ends 32,768 bytes before what is looked at: with 4 bytes left,
// 32,764 before the position.
TEST(MatchFinderTest, ReachesAsFarAsTheWindow) {
  const auto spread = [](std::size_t distance) {
    std::string input = "-abcd" + std::string(distance - 4, '.') + "abcd";
    return FindAt(input, distance + 1);
  };
  EXPECT_EQ(spread(32764), (Match{.length = 4, .distance = 32764}));
  EXPECT_EQ(spread(32765), Match{});
}

// 256 rounds of three links each; after a match of 32, 64 rounds.
TEST(MatchFinderTest, GivesUpAfterTheLinksOfItsLevel) {
  const auto behind = [](std::size_t others, std::uint32_t length) {
    const std::string wanted(length + 1, 'x');
    std::string input = "-abc" + wanted;
    for (std::size_t i = 0; i < others; ++i) input += "abc-";
    input += std::string(40, '.');  // So that none looks like the end.
    const std::size_t position = input.size();
    input += "abc" + wanted;
    return FindAt(input, position, length).distance != 0;
  };
  EXPECT_TRUE(behind(767, 3));
  EXPECT_FALSE(behind(768, 3));
  EXPECT_TRUE(behind(191, 32));
  EXPECT_FALSE(behind(192, 32));
}

}  // namespace
}  // namespace maybenot::deflate
