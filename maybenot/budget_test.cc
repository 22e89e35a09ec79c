#include "maybenot/budget.h"

#include <cmath>
#include <cstdint>

#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/program.h"

namespace maybenot {
namespace {

constexpr Program::Limits kUnlimited = {.allowed_padding_packets = 0,
                                        .max_padding_frac = 0,
                                        .allowed_blocked = base::Duration(0),
                                        .max_blocking_frac = 0};

constexpr base::Instant At(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

Budget::Share Share(const Program::Limits& limits,
                    std::uint64_t padding_sent = 0) {
  return {.limits = limits, .padding_sent = padding_sent, .state_limit = 1};
}

Budget::Share WithoutStateLimit(const Program::Limits& limits,
                                std::uint64_t padding_sent = 0) {
  return {.limits = limits, .padding_sent = padding_sent, .state_limit = 0};
}

TEST(BudgetTest, WithoutFractionsOnlyTheStatesLimitCounts) {
  Budget budget({}, At(0));
  budget.CountPaddingSent();
  EXPECT_TRUE(budget.AllowsPadding(Share(kUnlimited, 1)));
  EXPECT_FALSE(budget.AllowsPadding(WithoutStateLimit(kUnlimited, 1)));
  EXPECT_TRUE(budget.AllowsBlocking(Share(kUnlimited), false, At(0)));
  EXPECT_FALSE(
      budget.AllowsBlocking(WithoutStateLimit(kUnlimited), false, At(0)));
}

TEST(BudgetTest, AllowedPaddingIsFreeOfFractionsButNotOfTheStatesLimit) {
  Program::Limits limits = kUnlimited;
  limits.allowed_padding_packets = 2;
  limits.max_padding_frac = 0.5;
  Budget budget({.max_padding_frac = 0.5}, At(0));
  budget.CountPaddingSent();
  EXPECT_TRUE(budget.AllowsPadding(Share(limits, 1)));
  EXPECT_FALSE(budget.AllowsPadding(WithoutStateLimit(limits, 1)));
  budget.CountPaddingSent();
  EXPECT_FALSE(budget.AllowsPadding(Share(limits, 2)));  // 2 of 2.
}

TEST(BudgetTest, MachinesFractionCountsItsOwnPaddingAndAllNormalPackets) {
  Program::Limits limits = kUnlimited;
  limits.max_padding_frac = 0.25;
  Budget budget({}, At(0));
  for (int i = 0; i < 3; ++i) budget.CountNormalSent();
  EXPECT_TRUE(budget.AllowsPadding(Share(limits, 0)));   // 0 of 3.
  EXPECT_FALSE(budget.AllowsPadding(Share(limits, 1)));  // 1 of 4: at it.
  budget.CountNormalSent();
  EXPECT_TRUE(budget.AllowsPadding(Share(limits, 1)));  // 1 of 5.
}

TEST(BudgetTest, FrameworksFractionCountsThePaddingOfAllMachines) {
  Budget budget({.max_padding_frac = 0.5}, At(0));
  budget.CountNormalSent();
  budget.CountPaddingSent();
  EXPECT_FALSE(budget.AllowsPadding(Share(kUnlimited, 0)));  // 1 of 2.
  budget.CountNormalSent();
  EXPECT_TRUE(budget.AllowsPadding(Share(kUnlimited, 0)));  // 1 of 3.
}

TEST(BudgetTest, NothingSentAllowsPaddingPastTheOtherLimits) {
  Program::Limits limits = kUnlimited;
  limits.max_padding_frac = 0.5;
  // Another machine's padding has spent the framework's half: 1 of 1.
  Budget budget({.max_padding_frac = 0.5}, At(0));
  budget.CountPaddingSent();
  EXPECT_FALSE(budget.AllowsPadding(Share(kUnlimited)));
  EXPECT_TRUE(budget.AllowsPadding(WithoutStateLimit(limits)));
}

TEST(BudgetTest, MachinesFractionOfNaNIsNoLimit) {
  Program::Limits limits = kUnlimited;
  limits.max_padding_frac = std::nan("");
  limits.max_blocking_frac = std::nan("");
  Budget budget({}, At(0));
  budget.CountPaddingSent();
  budget.BeginBlocking(At(0));
  EXPECT_TRUE(budget.AllowsPadding(Share(limits, 1)));
  EXPECT_TRUE(budget.AllowsBlocking(Share(limits), false, At(1)));
}

TEST(BudgetTest, BlockingCountsWhileItLastsAndAfterwards) {
  Program::Limits limits = kUnlimited;
  limits.max_blocking_frac = 0.5;
  Budget budget({}, At(0));
  budget.BeginBlocking(At(30));
  EXPECT_TRUE(budget.AllowsBlocking(Share(limits), false, At(40)));   // 10/40.
  EXPECT_FALSE(budget.AllowsBlocking(Share(limits), false, At(60)));  // 30/60.
  budget.EndBlocking(At(60));
  EXPECT_FALSE(budget.AllowsBlocking(Share(limits), false, At(60)));
  EXPECT_TRUE(budget.AllowsBlocking(Share(limits), false, At(61)));  // 30/61.
  budget.BeginBlocking(At(61));
  EXPECT_FALSE(budget.AllowsBlocking(Share(limits), false, At(63)));  // 32/63.
}

TEST(BudgetTest, FrameworksBlockingFractionHoldsForEveryMachine) {
  Budget budget({.max_blocking_frac = 0.1}, At(0));
  budget.BeginBlocking(At(0));
  budget.EndBlocking(At(1));
  EXPECT_FALSE(budget.AllowsBlocking(Share(kUnlimited), false, At(10)));
  EXPECT_TRUE(budget.AllowsBlocking(Share(kUnlimited), false, At(11)));
}

TEST(BudgetTest, AllowedBlockingIsFreeOfFractionsUntilItIsSpent) {
  Program::Limits limits = kUnlimited;
  limits.max_blocking_frac = 0.01;
  limits.allowed_blocked = base::Milliseconds(20);
  Budget budget({.max_blocking_frac = 0.01}, At(0));
  budget.BeginBlocking(At(0));
  EXPECT_TRUE(budget.AllowsBlocking(Share(limits), false, At(19)));
  EXPECT_FALSE(budget.AllowsBlocking(WithoutStateLimit(limits), false, At(19)));
  EXPECT_FALSE(budget.AllowsBlocking(Share(limits), false, At(20)));
}

TEST(BudgetTest, NoTimeAtAllPassesUnlessTimeWasBlocked) {
  Program::Limits limits = kUnlimited;
  limits.max_blocking_frac = 0.5;
  Budget budget({}, At(10));
  EXPECT_TRUE(budget.AllowsBlocking(Share(limits), false, At(10)));  // 0/0.
  budget.BeginBlocking(At(10));
  budget.EndBlocking(At(20));
  // Back at the start: 10/0.
  EXPECT_FALSE(budget.AllowsBlocking(Share(limits), false, At(10)));
}

TEST(BudgetTest, ReplacingAnActiveBlockNeedsTheStatesLimitOnly) {
  Program::Limits limits = kUnlimited;
  limits.max_blocking_frac = 0.01;
  Budget budget({.max_blocking_frac = 0.01}, At(0));
  budget.BeginBlocking(At(0));
  EXPECT_TRUE(budget.AllowsBlocking(Share(limits), true, At(10)));
  EXPECT_FALSE(budget.AllowsBlocking(WithoutStateLimit(limits), true, At(10)));
  EXPECT_FALSE(budget.AllowsBlocking(Share(limits), false, At(10)));
  budget.EndBlocking(At(10));
  EXPECT_FALSE(budget.AllowsBlocking(Share(limits), true, At(10)));
}

TEST(BudgetTest, SecondBeginningAndSecondEndChangeNothing) {
  Program::Limits limits = kUnlimited;
  limits.max_blocking_frac = 0.5;
  Budget budget({}, At(0));
  budget.BeginBlocking(At(0));
  budget.BeginBlocking(At(9));
  budget.EndBlocking(At(10));
  budget.EndBlocking(At(15));
  EXPECT_FALSE(budget.AllowsBlocking(Share(limits), false, At(20)));  // 10/20.
  EXPECT_TRUE(budget.AllowsBlocking(Share(limits), false, At(21)));   // 10/21.
}

}  // namespace
}  // namespace maybenot
