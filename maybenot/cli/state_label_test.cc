#include "maybenot/cli/state_label.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/describe.h"
#include "maybenot/dist.h"
#include "maybenot/state.h"

namespace maybenot::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Dist Exactly(double value) { return {Uniform{value, value}, 0, 0}; }

TEST(StateLabelTest, IsEmptyForAStateThatDoesNothing) {
  EXPECT_THAT(StateLabel(State()), IsEmpty());
}

TEST(StateLabelTest, SaysActionLimitAndCounters) {
  State state;
  state.action = SendPadding{true, true, Exactly(20000), Exactly(8)};
  state.counters[0] = Counter{Operation::kDecrement, std::nullopt, false};
  state.counters[1] = Counter{Operation::kSet, std::nullopt, true};
  EXPECT_THAT(StateLabel(state), ElementsAre("pad after 20 ms, bypass, replace",
                                             "at most 8", "A - 1", "B = A"));
}

TEST(StateLabelTest, SaysBlockingTimersAndCancels) {
  State state;
  state.action =
      BlockOutgoing{false, true, Exactly(0), Exactly(86.4e9), std::nullopt};
  EXPECT_THAT(StateLabel(state), ElementsAre("block for 1 d at once, replace"));
  state.action = UpdateTimer{false, Exactly(1500), std::nullopt};
  EXPECT_THAT(StateLabel(state), ElementsAre("timer of 1.5 ms"));
  state.action = Cancel{Timer::kAll};
  EXPECT_THAT(StateLabel(state), ElementsAre("cancel both timers"));
}

TEST(StateLabelTest, GivesTimesAUnitAndShapesNone) {
  EXPECT_EQ(ShortDist({Normal{1200000, 30000}, 2000, 3e6}, Unit::kMicroseconds),
            "Normal(1.2 s, 30 ms) + 2 ms, max 3 s");
  EXPECT_EQ(ShortDist({Pareto{3.3, 7.2}, 0, 9445}, Unit::kMicroseconds),
            "Pareto(3.3 us, 7.2), max 9.45 ms");
  EXPECT_EQ(ShortDist({LogNormal{4, 0.123456}, 0, 0}, Unit::kMicroseconds),
            "LogNormal(4, 0.1235)");
  EXPECT_EQ(ShortDist({Uniform{1, 9}, 0, 0}, Unit::kNone), "Uniform(1, 9)");
}

}  // namespace
}  // namespace maybenot::cli
