#include "machines/parts.h"

#include <cstddef>
#include <variant>

#include "gtest/gtest.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace machines {
namespace {

using maybenot::Event;

TEST(PartsTest, FixedValuesDifferInHowTheyAreWritten) {
  EXPECT_EQ(Offset(3), (maybenot::Dist{maybenot::Uniform{0, 0}, 3, 0}));
  EXPECT_EQ(Exactly(3), (maybenot::Dist{maybenot::Uniform{3, 3}, 0, 0}));
}

TEST(PartsTest, AStateHasItsEdgesAndNoOthers) {
  const maybenot::State state =
      MakeState({{Event::kNormalSent, 1}, {Event::kSignal, 0}},
                {.counter_a = Decrement()});
  for (std::size_t event = 0; event < maybenot::kEventCount; ++event) {
    const bool has = event == static_cast<std::size_t>(Event::kNormalSent) ||
                     event == static_cast<std::size_t>(Event::kSignal);
    EXPECT_EQ(state.transitions[event].has_value(), has) << event;
  }
  EXPECT_FALSE(state.action.has_value());
  EXPECT_EQ(state.counters[0], Decrement());
  EXPECT_FALSE(state.counters[1].has_value());
}

TEST(PartsTest, UnblockReplacesABlockByOneOfZeroLength) {
  const maybenot::Action action = Unblock();
  const auto& block = std::get<maybenot::BlockOutgoing>(action);
  EXPECT_TRUE(block.replace);
  EXPECT_EQ(block.duration, Offset(0));
}

TEST(PartsTest, CompileSaysWhatIsWrong) {
  const auto machines = Compile({PaddingUnlimited({})});
  EXPECT_EQ(machines.status().message(),
            "the number of states is 0: must be from 1 to 100000");
}

}  // namespace
}  // namespace machines
