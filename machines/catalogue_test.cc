#include "machines/catalogue.h"

#include <cstddef>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"

namespace machines {
namespace {

TEST(CatalogueTest, EqualsTheReference) {
  const auto all = testing::ReadGoldenDefenses("");
  ASSERT_FALSE(all.empty());
  for (const testing::GoldenDefense& golden : all) {
    base::Random random = base::Random::FromSeed(golden.seed);
    testing::ExpectEqual(BuildDefense(golden.text, random), golden);
  }
}

// One generator throughout, so that each defense's draws are as many as the
// reference's.
TEST(CatalogueTest, EqualsTheNamedDefensesDrawnFromOneGenerator) {
  std::map<std::string, std::vector<std::string>> named;
  std::ifstream in("tests/golden/named.tsv");
  for (std::string name, machine, hash; in >> name >> machine >> hash;) {
    named[name].push_back(machine);
  }
  const std::vector<std::pair<std::string, std::string>> order = {
      {"noop", "noop"},
      {"netflow", "netflow"},
      {"front", "front 1500 1000000 14000000 1000"},
      {"front_burst", "front 1500 1.0 14.0 1000"},
      {"interspace_client", "interspace_client"},
      {"interspace_server", "interspace_server"},
      {"regulator_client", "regulator_client 4.0 2.0"},
      {"regulator_server", "regulator_server 250.0 0.9 3.55 3550 20"},
      {"tamaraw", "tamaraw 0.01 1000000"},
      {"break_pad_client", "break_pad_client"},
      {"break_pad_server", "break_pad_server"},
      {"scrambler_client", "scrambler_client"},
      {"scrambler_server", "scrambler_server 10000.0 10.0 10.0 20.0"}};
  ASSERT_EQ(named.size(), order.size());
  base::Random random = base::Random::FromSeed(7);
  for (const auto& [name, text] : order) {
    testing::ExpectEqual(
        BuildDefense(text, random),
        {.text = text, .parameters = {}, .machines = named[name]});
  }
}

TEST(CatalogueTest, ListsEachDefenseWithWhatItsBuilderTakes) {
  for (const Defense& defense : Catalogue()) {
    const auto golden = testing::ReadGoldenDefenses(defense.name);
    ASSERT_FALSE(golden.empty()) << defense.name;
    EXPECT_EQ(defense.parameters.size(), golden[0].parameters.size());
    EXPECT_EQ(static_cast<std::size_t>(defense.machines),
              golden[0].machines.size());
    base::Random random = base::Random::FromSeed(1);
    ASSERT_TRUE(BuildDefense(golden[0].text, random).ok());
    base::Random untouched = base::Random::FromSeed(1);
    EXPECT_EQ(random.NextU64() != untouched.NextU64(), defense.random)
        << defense.name;
  }
}

std::string Refusal(absl::string_view text) {
  base::Random random = base::Random::FromSeed(1);
  return std::string(BuildDefense(text, random).status().message());
}

TEST(CatalogueTest, WordsAreMatchedWhole) {
  using ::testing::StartsWith;
  EXPECT_THAT(Refusal("myfront 1500 1 2 3"),
              StartsWith("no defense is called \"myfront\": must be one of "
                         "noop, netflow, "));
  EXPECT_THAT(Refusal(""), StartsWith("no defense is called \"\""));
  EXPECT_EQ(Refusal("noop 1"),
            "noop has 1 parameters: must have 0, as in \"noop\"");
  EXPECT_EQ(Refusal("tamaraw 1"),
            "tamaraw has 1 parameters: must have 2, as in \"tamaraw "
            "padding_rate stop_window\"");
}

TEST(CatalogueTest, AParametersErrorNamesItAndItsBound) {
  EXPECT_EQ(Refusal("tamaraw fast 1"),
            "tamaraw: padding_rate is \"fast\": must be a number");
  EXPECT_EQ(Refusal("tamaraw inf 1"),
            "tamaraw: padding_rate is inf: must be from 1e-06 to 86400 "
            "s/packet");
  EXPECT_EQ(Refusal("front 1500 1 2 2.5"),
            "front: num_states is 2.5: must be a whole number");
  EXPECT_EQ(Refusal("front 1500 2 1 3"),
            "front: window_max is 1: must be at least window_min, which is 2");
}

}  // namespace
}  // namespace machines
