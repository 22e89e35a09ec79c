#include "lab/population.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::ElementsAre;

std::vector<Group> Deal(const PopulationSpec& spec) {
  const auto groups = DealGroups(spec);
  EXPECT_TRUE(groups.ok()) << groups.status();
  return groups.value_or(std::vector<Group>());
}

std::string Error(const PopulationSpec& spec) {
  return std::string(DealGroups(spec).status().message());
}

TEST(PopulationTest, DealsTheFirstRoundInOrder) {
  const std::vector<Group> groups =
      Deal({.users = 9, .dyads = 2, .sizes = {3, 2}});
  ASSERT_EQ(groups.size(), 4u);
  EXPECT_EQ(groups[0].name, "dyad1");
  EXPECT_THAT(groups[0].members, ElementsAre(0, 1));
  EXPECT_THAT(groups[1].members, ElementsAre(2, 3));
  EXPECT_EQ(groups[2].name, "group1");
  EXPECT_THAT(groups[2].members, ElementsAre(4, 5, 6));
  EXPECT_EQ(groups[3].name, "group2");
  EXPECT_THAT(groups[3].members, ElementsAre(7, 8));
}

TEST(PopulationTest, GivesEveryUserTheSameShareAndNobodyTwiceInAGroup) {
  for (std::size_t users = 2; users <= 12; ++users) {
    const std::vector<Group> groups =
        Deal({.users = users, .dyads = 30, .sizes = {users, 2, users, users}});
    std::vector<std::size_t> share(users);
    for (const Group& group : groups) {
      const std::set<std::size_t> members(group.members.begin(),
                                          group.members.end());
      EXPECT_EQ(members.size(), group.members.size());
      for (const std::size_t user : members) ++share.at(user);
    }
    const auto [least, most] = std::minmax_element(share.begin(), share.end());
    EXPECT_LE(*most - *least, 1u) << users;
  }
}

TEST(PopulationTest, LaterRoundsJoinOtherPairs) {
  // Three rounds of ten pairs; in order they would be the same ten thrice.
  const std::vector<Group> groups = Deal({.users = 20, .dyads = 30});
  std::set<std::set<std::size_t>> pairs;
  for (const Group& group : groups) {
    pairs.emplace(group.members.begin(), group.members.end());
  }
  EXPECT_GT(pairs.size(), 25u);
}

TEST(PopulationTest, RefusesWithBothNumbers) {
  EXPECT_EQ(Error({.users = 5, .dyads = 2}),
            "places for 4 members, expected at least one for each of 5 users");
  EXPECT_EQ(Error({.users = 5, .dyads = 2, .sizes = {6}}),
            "a group of 6, expected 2 to the 5 users");
  EXPECT_EQ(Error({.users = 5, .dyads = 2, .sizes = {1}}),
            "a group of 1, expected 2 to the 5 users");
  EXPECT_EQ(Error({.users = 5, .dyads = 50001}),
            "places for 100002 members, expected at most 100000");
  EXPECT_EQ(Error({.users = 1, .dyads = 1}),
            "dyads of 1 users, expected at least 2");
}

}  // namespace
}  // namespace lab
