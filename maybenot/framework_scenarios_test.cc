// What was observed of the reference, case by case.
// SOURCE: spec/maybenot.md appendix C; a test's number is its row there.
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/action.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/script.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

using specs::Blocks;
using specs::Exactly;
using specs::Idle;
using specs::Pads;
using specs::SetsTimer;
using specs::Spec;
using specs::StateBuilder;
using testing::ElementsAre;
using testing::IsEmpty;

Counter Set(double value) {
  return {.operation = Operation::kSet, .dist = Exactly(value)};
}
Counter Decrement(double value) {
  return {.operation = Operation::kDecrement, .dist = Exactly(value)};
}

TEST(FrameworkScenariosTest, Row1StateWithoutActionLeavesTheSlot) {
  Script script({Spec({Idle().On(Event::kNormalSent, 1),
                       Pads(7).On(Event::kNormalRecv, 2), Idle()})});
  EXPECT_THAT(script.Call({kNS, kNR}), ElementsAre(Padding(0, 7)));
}

TEST(FrameworkScenariosTest, Row2EndLeavesTheSlot) {
  Script script({Spec({Idle().On(Event::kNormalSent, 1),
                       Pads(7).On(Event::kNormalRecv, kStateEnd)})});
  EXPECT_THAT(script.Call({kNS, kNR}), ElementsAre(Padding(0, 7)));
  EXPECT_TRUE(script.framework().all_machines_ended());
}

TEST(FrameworkScenariosTest, Row3FirstStateDoesNotAct) {
  Script script({Spec({Pads(7)})});
  EXPECT_THAT(script.Call({kNR}), IsEmpty());
}

TEST(FrameworkScenariosTest, Row4FirstMachineToZeroACounterTakesTheFlag) {
  const MachineSpec spec =
      Spec({Idle().On(Event::kNormalSent, 1),
            Idle().CounterA(Set(5)).On(Event::kNormalRecv, 2),
            Idle().CounterA(Decrement(5)).On(Event::kCounterZero, 3), Pads(9)});
  Script script({spec, spec});
  EXPECT_THAT(script.Call({kNS}), IsEmpty());
  EXPECT_THAT(script.Call({kNR}), ElementsAre(Padding(0, 9)));
}

TEST(FrameworkScenariosTest, Row5SignalsItselfOnlyWhenItSignalsTwice) {
  const MachineSpec spec =
      Spec({Idle().On(Event::kNormalSent, kStateSignal).On(Event::kSignal, 1),
            Pads(3)});
  EXPECT_THAT(Script({spec}).Call({kNS}), IsEmpty());
  EXPECT_THAT(Script({spec}).Call({kNS, kNS}), ElementsAre(Padding(0, 3)));
}

TEST(FrameworkScenariosTest, Row6ResponseOfTheExcludedWaitsForTheNextCall) {
  Script script(
      {Spec({Idle()
                 .On(Event::kNormalSent, kStateSignal)
                 .On(Event::kSignal, kStateSignal)}),
       Spec({Idle().On(Event::kSignal, kStateSignal).On(Event::kNormalRecv, 1),
             Idle().On(Event::kSignal, 2), Pads(2)})});
  EXPECT_THAT(script.Call({kNS}), IsEmpty());
  EXPECT_THAT(script.Call({kNR}), ElementsAre(Padding(1, 2)));
}

TEST(FrameworkScenariosTest, Row7PaddingSentSpendsTheLimitOfAnyAction) {
  Script script({Spec({Idle().On(Event::kNormalSent, 1),
                       SetsTimer(5)
                           .Limit(2)
                           .On(Event::kPaddingSent, 1)
                           .On(Event::kLimitReached, 2),
                       Pads(4)})});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(SetTimer(0, 5)));
  EXPECT_THAT(script.Call({PS()}), ElementsAre(SetTimer(0, 5)));
  EXPECT_THAT(script.Call({PS()}), ElementsAre(Padding(0, 4)));
}

// States 0 to 2 of rows 8 to 10: NormalSent leads to padding with a limit,
// which leads on to padding of 4 us once it is reached.
MachineSpec LimitedPadding(double limit,
                           std::optional<std::uint64_t> on_padding_sent) {
  StateBuilder limited = Pads(5).Limit(limit).On(Event::kLimitReached, 2);
  if (on_padding_sent.has_value()) {
    limited = limited.On(Event::kPaddingSent, *on_padding_sent);
  }
  return Spec({Idle().On(Event::kNormalSent, 1), limited, Pads(4)});
}

TEST(FrameworkScenariosTest, Row8LimitOfZeroIsReachedByTheFirstEvent) {
  Script script({LimitedPadding(0, 1)});
  EXPECT_THAT(script.Call({kNS}), IsEmpty());
  EXPECT_THAT(script.Call({PS()}), ElementsAre(Padding(0, 4)));
}

TEST(FrameworkScenariosTest, Row9SignallingSpendsTheLimitToo) {
  Script script({LimitedPadding(1, kStateSignal)});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 5)));
  EXPECT_THAT(script.Call({PS()}), ElementsAre(Padding(0, 4)));
}

TEST(FrameworkScenariosTest, Row10PaddingSentNeedsNoListToSpendTheLimit) {
  Script script({LimitedPadding(1, std::nullopt)});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 5)));
  EXPECT_THAT(script.Call({PS()}), ElementsAre(Padding(0, 4)));
}

TEST(FrameworkScenariosTest, Row12NothingSentYetAllowsPaddingPastALimitOfZero) {
  MachineSpec spec = Spec({Idle().On(Event::kNormalRecv, 1), Pads(5).Limit(0)});
  EXPECT_THAT(Script({spec}).Call({kNR}), IsEmpty());
  EXPECT_THAT(Script({spec}, {.max_padding_frac = 0.5}).Call({kNR}),
              ElementsAre(Padding(0, 5)));
  spec.max_padding_frac = 0.5;
  EXPECT_THAT(Script({spec}).Call({kNR}), ElementsAre(Padding(0, 5)));
}

TEST(FrameworkScenariosTest, Row13FractionOfZeroIsNoLimit) {
  Script script({Spec({Pads(5).On(Event::kNormalSent, 0)})});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 5)));
}

// Padding after `timeout`, on NormalSent.
std::vector<TriggerAction> PaddingAfter(const Dist& timeout) {
  State pads;
  pads.action = SendPadding{.bypass = false,
                            .replace = false,
                            .timeout = timeout,
                            .limit = std::nullopt};
  Script script({Spec({Idle().On(Event::kNormalSent, 1), StateBuilder(pads)})});
  return script.Call({kNS});
}

constexpr std::int64_t kDayUs = 86'400'000'000;

TEST(FrameworkScenariosTest, Row14HalvesRoundAwayFromZero) {
  EXPECT_THAT(PaddingAfter(Exactly(0.49)), ElementsAre(Padding(0, 0)));
  EXPECT_THAT(PaddingAfter(Exactly(0.5)), ElementsAre(Padding(0, 1)));
  EXPECT_THAT(PaddingAfter(Exactly(1.5)), ElementsAre(Padding(0, 2)));
  EXPECT_THAT(PaddingAfter(Exactly(2.5)), ElementsAre(Padding(0, 3)));
  // The largest double under a half: 0.5 added to it would round to 1.
  EXPECT_THAT(PaddingAfter(Exactly(0x1.fffffffffffffp-2)),
              ElementsAre(Padding(0, 0)));
}

TEST(FrameworkScenariosTest, Row15TimeoutsStayBetweenZeroAndADay) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(PaddingAfter(Exactly(1e300)), ElementsAre(Padding(0, kDayUs)));
  EXPECT_THAT(PaddingAfter({.type = Uniform{5, 5}, .start = -10}),
              ElementsAre(Padding(0, 0)));
  EXPECT_THAT(PaddingAfter({.type = Uniform{5, 5}, .start = kNaN}),
              ElementsAre(Padding(0, 0)));
  EXPECT_THAT(PaddingAfter({.type = Normal{kNaN, 1}, .start = 100}),
              ElementsAre(Padding(0, 0)));
}

TEST(FrameworkScenariosTest, Row17EventOfAnUnknownMachineReachesNone) {
  const MachineSpec spec = Spec({Pads(6).On(Event::kPaddingSent, 0)});
  Script script({spec, spec});
  EXPECT_THAT(script.Call({PS(1)}), ElementsAre(Padding(1, 6)));
  EXPECT_THAT(script.Call({PS(99)}), IsEmpty());
  EXPECT_THAT(script.Call({BB(99)}), IsEmpty());
  EXPECT_THAT(script.Call({TE(99)}), IsEmpty());
}

TEST(FrameworkScenariosTest, Row18ZeroedCounterKeepsAnEarlierEventsAction) {
  const MachineSpec spec =
      Spec({Idle().On(Event::kNormalSent, 1),
            Pads(7).CounterA(Set(1)).On(Event::kNormalRecv, 2),
            Pads(8).CounterA(Decrement(1))});
  EXPECT_THAT(Script({spec}).Call({kNS, kNR}), ElementsAre(Padding(0, 7)));
  Script script({spec});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 7)));
  EXPECT_THAT(script.Call({kNR}), ElementsAre(Padding(0, 8)));
}

TEST(FrameworkScenariosTest, Row19GeometricOfZeroIsADay) {
  EXPECT_THAT(PaddingAfter({.type = Geometric{0}}),
              ElementsAre(Padding(0, kDayUs)));
}

TEST(FrameworkScenariosTest, Row22BlockingWaitsUntilItsFractionAllows) {
  MachineSpec spec = Spec(
      {Blocks({.timeout_us = 3, .duration_us = 4}).On(Event::kNormalRecv, 0)});
  spec.max_blocking_frac = 0.5;
  Script script({spec});
  EXPECT_THAT(script.Call({kNR}), ElementsAre(Block(0, 3, 4)));  // 0 / 0.
  EXPECT_THAT(script.Call({BB()}), IsEmpty());
  script.Pass(base::Milliseconds(10));
  EXPECT_THAT(script.Call({kNR}), IsEmpty());  // 10 of 10 ms.
  EXPECT_THAT(script.Call({kBE}), IsEmpty());
  script.Pass(base::Milliseconds(30));
  EXPECT_THAT(script.Call({kNR}), ElementsAre(Block(0, 3, 4)));  // 10 of 40.
}

TEST(FrameworkScenariosTest, Row23ReplacingABlockIsFreeOfTheFraction) {
  MachineSpec spec =
      Spec({Blocks({.timeout_us = 3, .duration_us = 4}, {.replace = true})
                .On(Event::kNormalRecv, 0)});
  spec.max_blocking_frac = 0.01;
  Script script({spec});
  EXPECT_THAT(script.Call({BB()}), IsEmpty());
  script.Pass(base::Milliseconds(10));
  EXPECT_THAT(script.Call({kNR}), ElementsAre(Block(0, 3, 4, true)));
  EXPECT_THAT(script.Call({kBE}), IsEmpty());
  EXPECT_THAT(script.Call({kNR}), IsEmpty());  // 10 of 10 ms.
}

TEST(FrameworkScenariosTest, Row24BlockingBeginSpendsTheLimitOfItsMachine) {
  const MachineSpec spec = Spec({Idle().On(Event::kNormalRecv, 1),
                                 Blocks({.timeout_us = 3, .duration_us = 4})
                                     .Limit(1)
                                     .On(Event::kBlockingBegin, 1)
                                     .On(Event::kLimitReached, 2),
                                 Pads(9)});
  Script script({spec, spec});
  EXPECT_THAT(script.Call({kNR}), ElementsAre(Block(0, 3, 4), Block(1, 3, 4)));
  EXPECT_THAT(script.Call({BB(0)}), ElementsAre(Padding(0, 9), Block(1, 3, 4)));
}

TEST(FrameworkScenariosTest, Row25TimerBeginSpendsTheLimitAndTimerEndDoesNot) {
  const MachineSpec spec =
      Spec({Idle().On(Event::kNormalSent, 1),
            SetsTimer(5).Limit(1).On(Event::kLimitReached, 2), Pads(9)});
  Script begins({spec});
  EXPECT_THAT(begins.Call({kNS}), ElementsAre(SetTimer(0, 5)));
  EXPECT_THAT(begins.Call({TB()}), ElementsAre(Padding(0, 9)));
  Script ends({spec});
  EXPECT_THAT(ends.Call({kNS}), ElementsAre(SetTimer(0, 5)));
  EXPECT_THAT(ends.Call({TE()}), IsEmpty());
}

TEST(FrameworkScenariosTest, Row26SetToLessThanOneZeroesACounter) {
  Script script(
      {Spec({Idle().On(Event::kNormalRecv, 1),
             Idle().CounterA(Set(1)).On(Event::kNormalRecv, 2),
             Idle().CounterA(Set(0.9)).On(Event::kCounterZero, 3), Pads(9)})});
  EXPECT_THAT(script.Call({kNR}), IsEmpty());
  EXPECT_THAT(script.Call({kNR}), ElementsAre(Padding(0, 9)));
}

TEST(FrameworkScenariosTest, Row27LimitsRoundToTheNearest) {
  const auto limited = [](double limit) {
    return Script({LimitedPadding(limit, std::nullopt)}).Call({kNS});
  };
  EXPECT_THAT(limited(0.5), ElementsAre(Padding(0, 5)));
  EXPECT_THAT(limited(0.49), IsEmpty());
}

// State i pads after i us. In f32, 100 times 0.0099 is 0.99 or nearly so: some
// draws take no edge.
TEST(FrameworkScenariosTest, LongListsTakeTheFirstEdgeWhoseBoundIsOverTheDraw) {
  constexpr std::uint64_t kTargets = 100;
  std::vector<Trans> list;
  for (std::uint64_t i = 1; i <= kTargets; ++i) list.push_back({i, 0.0099f});
  MachineSpec spec;
  for (std::uint64_t i = 0; i <= kTargets; ++i) {
    spec.states.push_back(specs::Pads(static_cast<double>(i))
                              .On(Event::kNormalSent, list)
                              .state());
  }
  Framework framework = *Framework::Create(
      specs::Compile({spec}), {}, base::Random::FromSeed(8), base::Instant{});
  int taken = 0;
  constexpr int kEvents = 2000;
  const TriggerEvent event{Event::kNormalSent};
  for (int i = 0; i < kEvents; ++i) {
    base::Random random = framework.random();
    const float draw = base::UnitFloat(random);
    std::uint64_t expected = 0;
    float below = 0;
    for (const Trans& trans : list) {
      below += trans.probability;
      if (draw >= below) continue;
      expected = trans.state;
      break;
    }
    const auto actions = framework.TriggerEvents({&event, 1}, base::Instant{});
    ASSERT_EQ(actions.empty(), expected == 0);
    if (expected == 0) continue;
    EXPECT_EQ(actions[0].timeout,
              base::Microseconds(static_cast<std::int64_t>(expected)));
    ++taken;
  }
  EXPECT_GT(taken, kEvents * 9 / 10);
  EXPECT_LT(taken, kEvents);
}

}  // namespace
}  // namespace maybenot
