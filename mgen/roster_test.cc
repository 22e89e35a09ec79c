#include "mgen/roster.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace mgen {
namespace {

TEST(RosterTest, NumbersNamesInTheOrderOfAdding) {
  Roster roster;
  EXPECT_EQ(roster.FindOrAdd("carol"), 0u);
  EXPECT_EQ(roster.FindOrAdd("alice"), 1u);
  EXPECT_EQ(roster.FindOrAdd("bob"), 2u);
  EXPECT_EQ(roster.FindOrAdd("alice"), 1u);
  EXPECT_EQ(roster.size(), 3u);
  EXPECT_EQ(roster.name(0), "carol");
  EXPECT_EQ(roster.name(2), "bob");
}

TEST(RosterTest, FindsOnlyWhatWasAdded) {
  Roster roster;
  EXPECT_FALSE(roster.Find("alice"));
  roster.FindOrAdd("alice");
  EXPECT_EQ(roster.Find("alice"), 0u);
  EXPECT_FALSE(roster.Find("alic"));
  EXPECT_FALSE(roster.Find("alicf"));
  EXPECT_FALSE(roster.Find(""));
}

TEST(RosterTest, FindsEachOfMany) {
  Roster roster;
  // 37 and 1000 have no common factor: all numbers, well mixed.
  for (std::uint32_t k = 0; k < 1000; ++k) {
    EXPECT_EQ(roster.FindOrAdd(absl::StrCat("user", k * 37 % 1000)), k);
  }
  for (std::uint32_t k = 0; k < 1000; ++k) {
    EXPECT_EQ(roster.Find(absl::StrCat("user", k * 37 % 1000)), k);
  }
}

}  // namespace
}  // namespace mgen
