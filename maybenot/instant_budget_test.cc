#include "maybenot/instant_budget.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace maybenot {
namespace {

base::Instant At(std::int64_t ns) {
  return base::Instant{} + base::Duration(ns);
}

TEST(InstantBudgetTest, GrantsItsEventsAtEachInstant) {
  InstantBudget budget(2);
  for (const std::int64_t ns : {0, 1, 2}) {
    EXPECT_TRUE(budget.Spend(At(ns)));
    EXPECT_TRUE(budget.Spend(At(ns)));
  }
  EXPECT_EQ(budget.pauses(), 0u);
}

TEST(InstantBudgetTest, PausesForAMicrosecondWhenSpent) {
  InstantBudget budget(1);
  EXPECT_TRUE(budget.Spend(At(5)));
  EXPECT_FALSE(budget.Spend(At(5)));
  EXPECT_EQ(budget.resumes(), At(1005));
  EXPECT_FALSE(budget.Spend(At(1004)));
  EXPECT_EQ(budget.pauses(), 1u);
  EXPECT_TRUE(budget.Spend(At(1005)));
  EXPECT_EQ(budget.pauses(), 1u);
}

}  // namespace
}  // namespace maybenot
