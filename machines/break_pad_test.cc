#include "machines/break_pad.h"

#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(BreakPadClientTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("break_pad_client");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    testing::ExpectEqual(BuildBreakPadClient(), golden);
  }
}

TEST(BreakPadServerTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("break_pad_server");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    testing::ExpectEqual(BuildBreakPadServer(), golden);
  }
}

}  // namespace
}  // namespace machines
