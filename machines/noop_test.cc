#include "machines/noop.h"

#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(NoopTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("noop");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    testing::ExpectEqual(BuildNoop(), golden);
  }
}

}  // namespace
}  // namespace machines
