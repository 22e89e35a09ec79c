#include "machines/scrambler_client.h"

#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(ScramblerClientTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("scrambler_client");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    testing::ExpectEqual(BuildScramblerClient(), golden);
  }
}

}  // namespace
}  // namespace machines
