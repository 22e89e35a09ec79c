#include "maybenot/state_rules.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace maybenot {
namespace {

absl::Status OfList(const std::vector<Trans>& list) {
  return ValidateList(Event::kNormalSent, list, 2);
}

TEST(StateRulesTest, TakesListsOfDifferentTargets) {
  EXPECT_TRUE(OfList({{1, 1.0f}}).ok());
  EXPECT_TRUE(
      OfList({{0, 0.5f}, {kStateEnd, 0.25f}, {kStateSignal, 0.25f}}).ok());
  // NaN is neither at most 0 nor over 1.
  EXPECT_TRUE(OfList({{0, std::numeric_limits<float>::quiet_NaN()}}).ok());
}

TEST(StateRulesTest, SaysWhatIsWrongWithAList) {
  EXPECT_EQ(OfList({}).message(),
            "transition NormalSent is present with 0 targets: must have at "
            "least 1");
  EXPECT_EQ(OfList({{1, 0.5f}, {2, 0.5f}}).message(),
            "transition NormalSent[1].state is 2: must be below the number of "
            "states, 2, or 4294967295 (END), or 4294967294 (SIGNAL)");
  EXPECT_EQ(OfList({{1, 1.5f}}).message(),
            "transition NormalSent[0].probability is 1.5: must be above 0 and "
            "at most 1");
  EXPECT_EQ(OfList({{1, 0.5f}, {1, 0.25f}}).message(),
            "transition NormalSent has state 1 more than once: must have it "
            "once");
  EXPECT_EQ(OfList({{0, 0.75f}, {1, 0.5f}}).message(),
            "transition NormalSent's probabilities sum to 1.25 in 32 bits: "
            "must be above 0 and at most 1");
}

TEST(StateRulesTest, SaysWhichDistributionOfAnActionIsWrong) {
  const Dist good = {.type = Uniform{1, 2}};
  const Dist bad = {.type = Uniform{2, 1}};
  const char* const rest = "Uniform low is 2, must be at most high, 1";
  EXPECT_TRUE(ValidateAction(Cancel{Timer::kAll}).ok());
  EXPECT_TRUE(
      ValidateAction(BlockOutgoing{false, false, good, good, good}).ok());
  EXPECT_EQ(ValidateAction(SendPadding{false, false, bad, good}).message(),
            std::string("action.timeout.") + rest);
  EXPECT_EQ(
      ValidateAction(BlockOutgoing{false, false, good, bad, good}).message(),
      std::string("action.duration.") + rest);
  EXPECT_EQ(ValidateAction(UpdateTimer{false, good, bad}).message(),
            std::string("action.limit.") + rest);
}

TEST(StateRulesTest, SaysWhichCounterIsWrong) {
  const Counter counter = {.operation = Operation::kSet,
                           .dist = Dist{.type = Poisson{-1}}};
  EXPECT_TRUE(
      ValidateCounter(0, {.operation = Operation::kSet, .dist = std::nullopt})
          .ok());
  EXPECT_EQ(ValidateCounter(0, counter).message(),
            "counter A.dist.Poisson lambda is -1, must be over 0 and at most "
            "1.844e19");
  EXPECT_EQ(ValidateCounter(1, counter).message().substr(0, 10), "counter B.");
}

}  // namespace
}  // namespace maybenot
