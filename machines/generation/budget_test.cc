#include "machines/generation/budget.h"

#include <string>

#include "base/random.h"
#include "gtest/gtest.h"
#include "machines/generation/def_file.h"
#include "machines/generation/testing/read_golden.h"
#include "maybenot/machine.h"

namespace generation {
namespace {

// The reference's defenses with the budgets that its golden files were made by.
std::string Redrawn(bool soft) {
  DefFile file =
      ReadDefFile(testing::ReadGolden("defenses.def"), "defenses.def").value();
  const Budgets budgets = {.client = {ParseBudget("abs_pad 10 2000").value(),
                                      ParseBudget("max_pad 0.1 1.4").value()},
                           .server = {ParseBudget("abs_block 0 1e6").value(),
                                      ParseBudget("max_block 0.5 0.9").value()},
                           .soft = soft};
  base::Random random = base::Random::FromText("3");
  for (Defense& defense : file.defenses) {
    defense = ApplyBudgets(defense, budgets, random).value();
  }
  return WriteDefFile(file);
}

TEST(BudgetTest, EqualsTheReference) {
  EXPECT_EQ(Redrawn(false), testing::ReadGolden("budgets.def"));
}

TEST(BudgetTest, SoftBudgetsLeaveLimitsThatAreSet) {
  EXPECT_EQ(Redrawn(true), testing::ReadGolden("soft.def"));
}

TEST(BudgetTest, BudgetsAreCutToWhatALimitMayBe) {
  const maybenot::Machine noop =
      maybenot::Machine::Parse("02eNpjYEAHjOgCAAA0AAI=").value();
  base::Random random = base::Random::FromSeed(1);
  const Defense defense =
      ApplyBudgets(Defense::Create({noop}, {}, "kept").value(),
                   {.client = {ParseBudget("abs_pad -9 -8").value(),
                               ParseBudget("abs_block 1e30 1e30").value(),
                               ParseBudget("max_pad 7 8").value()},
                    .server = {}},
                   random)
          .value();
  const maybenot::MachineSpec& spec = defense.client()[0].spec();
  EXPECT_EQ(spec.allowed_padding_packets, 0u);
  EXPECT_EQ(spec.allowed_blocked_microsec, ~0ull);
  EXPECT_EQ(spec.max_padding_frac, 1);
  EXPECT_EQ(defense.note(), "kept");
}

TEST(BudgetTest, SaysWhatIsNoBudget) {
  for (const char* text : {"", "abs_pad", "abs_pad 1", "abs_pad 1 x", "abs 1 2",
                           "abs_pad 1 2 3"}) {
    EXPECT_EQ(ParseBudget(text).status().message(),
              "the budget is \"" + std::string(text) +
                  "\": must be a name and two numbers, as \"abs_pad 100 "
                  "200\"; names are abs_pad, abs_block, max_pad, max_block");
  }
  for (const char* text :
       {"abs_pad 2 1", "max_pad nan 1", "max_pad 0 inf", "max_pad -inf 0"}) {
    EXPECT_EQ(ParseBudget(text).status().message(),
              "the budget is \"" + std::string(text) +
                  "\": must have finite ends, the smaller first");
  }
}

}  // namespace
}  // namespace generation
