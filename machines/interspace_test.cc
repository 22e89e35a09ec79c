#include "machines/interspace.h"

#include "base/random.h"
#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(InterspaceClientTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("interspace_client");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    base::Random random = base::Random::FromSeed(golden.seed);
    testing::ExpectEqual(BuildInterspaceClient(random), golden);
  }
}

TEST(InterspaceServerTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("interspace_server");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    base::Random random = base::Random::FromSeed(golden.seed);
    testing::ExpectEqual(BuildInterspaceServer(random), golden);
  }
}

}  // namespace
}  // namespace machines
