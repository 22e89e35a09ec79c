#include "maybenot/cli/search.h"

#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "machines/generation/config.h"
#include "machines/generation/defense.h"
#include "machines/generation/derive.h"
#include "machines/generation/environment.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/generation_inputs.h"
#include "maybenot/cli/testing/scratch_files.h"

namespace maybenot::cli {
namespace {

using ::testing::MatchesRegex;

struct Fixture {
  generation::Config config =
      generation::ParseConfig(kQuickDerive, "quick").value();
  generation::EnvironmentInputs inputs =
      FindInputs(config.derive->env, "").value();
  std::ostringstream out, err;

  std::vector<generation::Defense> Search(
      const generation::SearchConfig& search) {
    return SearchForDefenses(search, *config.derive, inputs, {out, err})
        .value();
  }
};

TEST(SearchTest, DefenseNumberIIsDerivedFromTheSeedWithI) {
  Fixture fixture;
  const std::vector<generation::Defense> found =
      fixture.Search({.n = 5, .seed = "s"});
  ASSERT_EQ(found.size(), 5u);
  for (const generation::Defense& defense : found) {
    bool is_derived = false;
    for (int i = 0; i < 5; ++i) {
      const std::string seed = absl::StrCat("s-", i);
      const auto derived =
          generation::DeriveFromSeed(*fixture.config.derive, fixture.inputs,
                                     seed, [] { return true; })
              .value();
      if (derived->defense.id() != defense.id()) continue;
      is_derived = true;
      EXPECT_EQ(*defense.note(),
                absl::StrCat("seed ", seed, ", attempts ", derived->attempts));
    }
    EXPECT_TRUE(is_derived) << *defense.note();
  }
  for (std::size_t i = 1; i < found.size(); ++i) {
    EXPECT_LT(found[i - 1].id(), found[i].id());
  }
}

TEST(SearchTest, WithoutASeedEachSearchIsAnother) {
  Fixture fixture;
  const auto first = fixture.Search({.n = 3});
  const auto second = fixture.Search({.n = 3});
  ASSERT_EQ(first.size(), 3u);
  EXPECT_THAT(*first[0].note(), MatchesRegex("seed [0-9a-f]+, attempts .*"));
  EXPECT_NE(first[0].id(), second[0].id());
}

TEST(SearchTest, WhatCannotBeDerivedIsLeftOut) {
  Fixture fixture;
  fixture.config.derive->constraints.client_load = {99, 99};
  fixture.config.derive->max_attempts = 2;
  EXPECT_TRUE(fixture.Search({.n = 3, .seed = "s"}).empty());
}

}  // namespace
}  // namespace maybenot::cli
