#include "mgen/registry.h"

#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mgen {
namespace {

using testing::ElementsAre;

TEST(RegistryTest, OnePersonInTwoGroupsIsTwoMembers) {
  Registry registry;
  EXPECT_EQ(registry.Add("alice", "red"), 0u);
  EXPECT_EQ(registry.Add("alice", "blue"), 1u);
  EXPECT_EQ(registry.Add("bob", "red"), 2u);
  EXPECT_EQ(registry.size(), 3u);
  EXPECT_EQ(registry.Find("alice", "blue"), 1u);
  EXPECT_EQ(registry.Find("bob", "red"), 2u);
  EXPECT_EQ(registry.Find("bob", "blue"), std::nullopt);
  EXPECT_EQ(registry.Find("bob", "green"), std::nullopt);
  EXPECT_EQ(registry.name(2), "bob");
  EXPECT_EQ(registry.group(2), "red");
  EXPECT_EQ(registry.group(1), "blue");
}

TEST(RegistryTest, PeersAreAllOfTheSameGroup) {
  Registry registry;
  for (const char* name : {"carol", "alice", "bob"}) {
    registry.Add(name, "red");
    registry.Add(name, "blue");
  }
  EXPECT_THAT(registry.Peers(2), ElementsAre(0, 2, 4));
  EXPECT_THAT(registry.Peers(5), ElementsAre(1, 3, 5));
  EXPECT_EQ(registry.FindPeer(0, "bob"), 4u);
  EXPECT_EQ(registry.FindPeer(1, "bob"), 5u);
  EXPECT_EQ(registry.FindPeer(1, "dave"), std::nullopt);
}

}  // namespace
}  // namespace mgen
