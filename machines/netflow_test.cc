#include "machines/netflow.h"

#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(NetflowTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("netflow");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    testing::ExpectEqual(BuildNetflow(), golden);
  }
}

}  // namespace
}  // namespace machines
