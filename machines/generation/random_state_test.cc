#include "machines/generation/random_state.h"

#include <cstddef>
#include <variant>

#include "base/random.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace generation {
namespace {

using maybenot::Event;
using maybenot::State;

constexpr StateTraits kPlain = {.num_states = 4,
                                .blocks = false,
                                .expressive = false,
                                .count_point = 10,
                                .duration_point = 1000,
                                .min_action_timeout = {7, 7}};

const auto& On(const State& state, Event event) {
  return state.transitions[static_cast<std::size_t>(event)];
}

TEST(RandomStateTest, APlainStatePadsAndHearsNothingElse) {
  base::Random random = base::Random::FromSeed(1);
  for (int i = 0; i < 200; ++i) {
    const State state = DrawState(kPlain, random);
    ASSERT_TRUE(state.action.has_value());
    const auto* padding = std::get_if<maybenot::SendPadding>(&*state.action);
    ASSERT_NE(padding, nullptr);
    EXPECT_GE(padding->timeout.start, 7);
    EXPECT_EQ(On(state, Event::kLimitReached).has_value(),
              padding->limit.has_value());
    for (const Event event :
         {Event::kBlockingBegin, Event::kBlockingEnd, Event::kCounterZero,
          Event::kTimerBegin, Event::kTimerEnd, Event::kSignal}) {
      EXPECT_FALSE(On(state, event).has_value());
    }
    EXPECT_FALSE(state.counters[0] || state.counters[1]);
  }
}

TEST(RandomStateTest, ProbabilitiesSumToAtMostOne) {
  base::Random random = base::Random::FromSeed(2);
  for (int i = 0; i < 500; ++i) {
    const State state = DrawState(kPlain, random);
    for (const auto& list : state.transitions) {
      if (!list) continue;
      float sum = 0;
      for (const maybenot::Trans& trans : *list) {
        EXPECT_LT(trans.state, 4u);
        EXPECT_GT(trans.probability, 0);
        sum += trans.probability;
      }
      EXPECT_LE(sum, 1);
      EXPECT_GT(sum, 0.99f);  // At most 4 roundings down by 0.0005.
    }
  }
}

TEST(RandomStateTest, AnExpressiveStateMayDoAll) {
  StateTraits traits = kPlain;
  traits.blocks = true;
  traits.expressive = true;
  base::Random random = base::Random::FromSeed(3);
  int kinds[4] = {}, none = 0, counters = 0, signals = 0;
  for (int i = 0; i < 1000; ++i) {
    const State state = DrawState(traits, random);
    if (state.action) {
      ++kinds[state.action->index()];
    } else {
      ++none;
    }
    counters += state.counters[0].has_value() || state.counters[1].has_value();
    signals += On(state, Event::kSignal).has_value();
  }
  // A quarter has no action, the others are of one of four kinds; half have a
  // counter, half hear signals. Five standard deviations are at most 80.
  EXPECT_NEAR(none, 250, 70);
  for (const int kind : kinds) EXPECT_NEAR(kind, 188, 62);
  EXPECT_NEAR(counters, 500, 80);
  EXPECT_NEAR(signals, 500, 80);
}

TEST(RandomStateTest, ACircuitPaddingStateHasSureTransitions) {
  base::Random random = base::Random::FromSeed(4);
  for (int i = 0; i < 200; ++i) {
    const State state = DrawCircpadState(kPlain, random);
    const auto& padding = std::get<maybenot::SendPadding>(*state.action);
    EXPECT_FALSE(padding.bypass || padding.replace);
    for (const auto& list : state.transitions) {
      if (!list) continue;
      ASSERT_EQ(list->size(), 1u);
      EXPECT_EQ((*list)[0].probability, 1);
    }
    EXPECT_FALSE(On(state, Event::kTunnelSent).has_value());
  }
}

}  // namespace
}  // namespace generation
