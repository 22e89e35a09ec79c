#include "maybenot/framework.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/action.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/script.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

using specs::Cancels;
using specs::Exactly;
using specs::Idle;
using specs::Pads;
using specs::SetsTimer;
using specs::Spec;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

absl::StatusOr<Framework> CreateWith(Framework::Limits limits) {
  return Framework::Create(specs::Compile({Spec({Idle()})}), limits,
                           base::Random::FromSeed(1), base::Instant{});
}

// How many numbers of 64 bits a framework of seed 1 has drawn, up to 20.
int Draws(const Framework& framework) {
  base::Random drawn = framework.random();
  const std::uint64_t next = drawn.NextU64();
  base::Random fresh = base::Random::FromSeed(1);
  for (int draws = 0; draws < 20; ++draws) {
    if (fresh.NextU64() == next) return draws;
  }
  return -1;
}

TEST(FrameworkTest, RefusesFractionsOutsideZeroToOne) {
  EXPECT_TRUE(CreateWith({.max_padding_frac = 1}).ok());
  for (const double bad : {-0.1, 1.1, std::nan("")}) {
    const absl::Status padding = CreateWith({.max_padding_frac = bad}).status();
    EXPECT_EQ(padding.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(padding.message()), HasSubstr("max_padding_frac"));
    const absl::Status blocking =
        CreateWith({.max_blocking_frac = bad}).status();
    EXPECT_EQ(blocking.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(blocking.message()),
                HasSubstr("max_blocking_frac"));
  }
}

TEST(FrameworkTest, RunsNoMachines) {
  Script script({});
  EXPECT_EQ(script.framework().num_machines(), 0u);
  EXPECT_TRUE(script.framework().all_machines_ended());
  EXPECT_THAT(script.Call({kNS, PS(), BB(), kBE, TB(), TE()}), IsEmpty());
}

TEST(FrameworkTest, HasEndedWhenTheLastMachineHas) {
  Script script({Spec({Idle().On(Event::kNormalSent, kStateEnd)}),
                 Spec({Idle().On(Event::kNormalRecv, kStateEnd)})});
  EXPECT_EQ(script.framework().num_machines(), 2u);
  script.Call({kNS});
  EXPECT_FALSE(script.framework().all_machines_ended());
  script.Call({kNS});
  EXPECT_FALSE(script.framework().all_machines_ended());
  script.Call({kNR});
  EXPECT_TRUE(script.framework().all_machines_ended());
}

TEST(FrameworkTest, FollowsEachEventOfAHost) {
  const Event events[] = {Event::kNormalRecv,    Event::kPaddingRecv,
                          Event::kTunnelRecv,    Event::kNormalSent,
                          Event::kPaddingSent,   Event::kTunnelSent,
                          Event::kBlockingBegin, Event::kBlockingEnd,
                          Event::kTimerBegin,    Event::kTimerEnd};
  for (const Event listed : events) {
    for (const Event told : events) {
      Script script({Spec({Idle().On(listed, 1), Pads(7)})});
      EXPECT_EQ(script.Call({{told}}).size(), told == listed ? 1u : 0u)
          << static_cast<int>(listed) << " " << static_cast<int>(told);
    }
  }
}

TEST(FrameworkTest, IgnoresInternalAndUnknownEventsFromOutside) {
  Script script({Spec({Idle()
                           .On(Event::kLimitReached, 1)
                           .On(Event::kCounterZero, 1)
                           .On(Event::kSignal, 1),
                       Pads(7)})});
  EXPECT_THAT(script.Call({{Event::kLimitReached},
                           {Event::kCounterZero},
                           {Event::kSignal},
                           {static_cast<Event>(13)},
                           {static_cast<Event>(255)}}),
              IsEmpty());
}

TEST(FrameworkTest, AnswersInTheOrderOfMachinesWithTheLatestAction) {
  const MachineSpec on_sent =
      Spec({Idle().On(Event::kNormalSent, 1), Pads(1).On(Event::kTunnelSent, 2),
            Pads(2)});
  const MachineSpec on_received =
      Spec({Idle().On(Event::kNormalRecv, 1), Pads(3)});
  Script script({on_received, Spec({Idle()}), on_sent});
  EXPECT_THAT(script.Call({kNS, kTS, kNR}),
              ElementsAre(Padding(0, 3), Padding(2, 2)));
  EXPECT_THAT(script.Call({}), IsEmpty());
}

TEST(FrameworkTest, PassesOnFlagsAndTimers) {
  Script script({Spec({Idle().On(Event::kNormalSent, 1),
                       Pads(1, {.bypass = true})
                           .On(Event::kNormalSent, 2)
                           .On(Event::kNormalRecv, 3),
                       SetsTimer(2, true).On(Event::kNormalSent, 1),
                       Cancels(Timer::kInternal)})});
  TriggerAction bypassing = Padding(0, 1);
  bypassing.bypass = true;
  EXPECT_THAT(script.Call({kNS}), ElementsAre(bypassing));
  TriggerAction replacing = SetTimer(0, 2);
  replacing.replace = true;
  EXPECT_THAT(script.Call({kNS}), ElementsAre(replacing));
  script.Call({kNS});
  EXPECT_THAT(script.Call({kNR}),
              ElementsAre(TriggerAction{.kind = TriggerAction::Kind::kCancel,
                                        .machine = MachineId{0},
                                        .timer = Timer::kInternal}));
}

TEST(FrameworkTest, DrawsForAListAndOnlyThen) {
  Script script({Spec({Idle().On(Event::kNormalSent, 0)})});
  EXPECT_EQ(Draws(script.framework()), 0);
  script.Call({kNR, PS(), BB(), kBE});
  EXPECT_EQ(Draws(script.framework()), 0);
  script.Call({kNS});  // One draw, though the target is certain.
  EXPECT_EQ(Draws(script.framework()), 1);
}

TEST(FrameworkTest, DrawsTheLimitOfTheFirstStateAtConstruction) {
  State limited;
  limited.action = UpdateTimer{
      .replace = false,
      .duration = Exactly(1),
      .limit = Dist{.type = Uniform{1, 8}},
  };
  const specs::StateBuilder state(limited);
  EXPECT_EQ(Draws(Script({Spec({state})}).framework()), 1);
  EXPECT_EQ(Draws(Script({Spec({state}), Spec({state})}).framework()), 2);
  EXPECT_EQ(Draws(Script({Spec({Idle(), state})}).framework()), 0);
}

TEST(FrameworkTest, KeepsTheLimitOnASelfTransition) {
  State limited;
  limited.action = SendPadding{.bypass = false,
                               .replace = false,
                               .timeout = Exactly(1),
                               .limit = Dist{.type = Uniform{3, 4}}};
  Script script({Spec(
      {Idle().On(Event::kNormalSent, 1), specs::StateBuilder(limited)
                                             .On(Event::kNormalSent, 1)
                                             .On(Event::kLimitReached, 0)})});
  script.Call({kNS});
  EXPECT_EQ(Draws(script.framework()), 2);  // The edge, and the limit.
  script.Call({kNS});
  EXPECT_EQ(Draws(script.framework()), 3);  // The edge.
}

TEST(FrameworkTest, TakesTheFirstTargetWhoseRunningSumIsOverTheDraw) {
  const std::vector<Trans> list = {{1, 0.25f}, {2, 0.5f}};
  const MachineSpec spec =
      Spec({Idle().On(Event::kNormalSent, list), Pads(1), Pads(2)});
  int counts[3] = {};
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Script script({spec}, {}, seed);
    base::Random random = base::Random::FromSeed(seed);
    const float draw = base::UnitFloat(random);
    const int expected = draw < 0.25f ? 1 : draw < 0.75f ? 2 : 0;
    ++counts[expected];
    const std::vector<TriggerAction> actions = script.Call({kNS});
    if (expected == 0) {
      EXPECT_THAT(actions, IsEmpty()) << seed;
    } else {
      EXPECT_THAT(actions, ElementsAre(Padding(0, expected))) << seed;
    }
  }
  EXPECT_GT(counts[0], 0);
  EXPECT_GT(counts[1], 0);
  EXPECT_GT(counts[2], 0);
}

TEST(FrameworkTest, ProbabilityOfNaNNeverMatchesNorDoesWhatFollows) {
  const std::vector<Trans> list = {{1, std::nanf("")}, {2, 1.0f}};
  Script script(
      {Spec({Idle().On(Event::kNormalSent, list), Pads(1), Pads(2)})});
  for (int i = 0; i < 10; ++i) EXPECT_THAT(script.Call({kNS}), IsEmpty());
  EXPECT_EQ(Draws(script.framework()), 10);
}

TEST(FrameworkTest, LimitReachedIsRaisedAgainUntilTheStateChanges) {
  Script script({Spec({Idle().On(Event::kNormalSent, 1),
                       Pads(5).Limit(1).On(Event::kLimitReached, 1)})});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 5)));
  // The limit is 0: the self transition of LimitReached schedules nothing.
  for (int i = 0; i < 3; ++i) EXPECT_THAT(script.Call({PS()}), IsEmpty());
  // Each raised the event: one draw more than the first call's.
  EXPECT_EQ(Draws(script.framework()), 4);
}

TEST(FrameworkTest, LimitReachedTakesBackTheActionOfItsCall) {
  Script script({Spec({Idle().On(Event::kNormalSent, 1), Pads(5).Limit(1)})});
  EXPECT_THAT(script.Call({kNS, PS()}), IsEmpty());
}

TEST(FrameworkTest, EveryMachineHearsASignalFromAnother) {
  const MachineSpec asks =
      Spec({Idle().On(Event::kNormalSent, kStateSignal).On(Event::kSignal, 1),
            Pads(1)});
  const MachineSpec hears = Spec({Idle().On(Event::kSignal, 1), Pads(2)});
  Script one({hears, asks, hears});
  EXPECT_THAT(one.Call({kNS}), ElementsAre(Padding(0, 2), Padding(2, 2)));
  Script two({hears, asks, asks});
  EXPECT_THAT(two.Call({kNS}),
              ElementsAre(Padding(0, 2), Padding(1, 1), Padding(2, 1)));
}

TEST(FrameworkTest, AnswerToASignalReachesWhoAsked) {
  const MachineSpec asks =
      Spec({Idle().On(Event::kNormalSent, kStateSignal).On(Event::kSignal, 1),
            Pads(1)});
  const MachineSpec answers = Spec({Idle().On(Event::kSignal, kStateSignal)});
  EXPECT_THAT(Script({asks, answers}).Call({kNS}), ElementsAre(Padding(0, 1)));
}

// Two ask, so all hear it, and what they answer is dropped.
TEST(FrameworkTest, AnswerToASignalForAllIsDropped) {
  const MachineSpec asks = Spec({Idle()
                                     .On(Event::kNormalSent, kStateSignal)
                                     .On(Event::kSignal, kStateSignal)
                                     .On(Event::kNormalRecv, 1),
                                 Idle().On(Event::kSignal, 2), Pads(1)});
  Script script({asks, asks});
  EXPECT_THAT(script.Call({kNS}), IsEmpty());
  EXPECT_THAT(script.Call({kNR}), IsEmpty());
}

// On NormalSent: A and B are updated. On NormalRecv: A falls by `probe`; if
// that zeroes it, padding.
MachineSpec CounterProbe(std::vector<Counter> steps, double probe) {
  MachineSpec spec;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    spec.states.push_back(
        Idle().CounterA(steps[i]).On(Event::kNormalSent, i + 1).state());
  }
  const Counter last = {.operation = Operation::kDecrement,
                        .dist = Exactly(probe)};
  spec.states.push_back(
      Idle().CounterA(last).On(Event::kCounterZero, steps.size() + 1).state());
  spec.states.push_back(Pads(9).state());
  return spec;
}

// The first state's update never runs, so steps[0] stands for nothing.
bool ZeroedBy(std::vector<Counter> steps, double probe) {
  const std::size_t calls = steps.size();
  Script script({CounterProbe(std::move(steps), probe)});
  std::vector<TriggerAction> actions;
  for (std::size_t i = 0; i < calls; ++i) actions = script.Call({kNS});
  return actions.size() == 1;
}

TEST(FrameworkTest, CountersIncrementDecrementAndSet) {
  const Counter none = {.operation = Operation::kIncrement,
                        .dist = std::nullopt};
  const Counter plus_one = {.operation = Operation::kIncrement,
                            .dist = std::nullopt};
  const Counter minus_two = {.operation = Operation::kDecrement,
                             .dist = Exactly(2)};
  const Counter set_five = {.operation = Operation::kSet, .dist = Exactly(5)};
  // 1 + 1 = 2.
  EXPECT_FALSE(ZeroedBy({none, plus_one, plus_one}, 1));
  EXPECT_TRUE(ZeroedBy({none, plus_one, plus_one}, 2));
  // 5 - 2 + 1 = 4, and 9 takes it to 0 as well.
  EXPECT_FALSE(ZeroedBy({none, set_five, minus_two, plus_one}, 3));
  EXPECT_TRUE(ZeroedBy({none, set_five, minus_two, plus_one}, 4));
  EXPECT_TRUE(ZeroedBy({none, set_five, minus_two, plus_one}, 9));
  // A counter that was 0 before is not zeroed.
  EXPECT_FALSE(ZeroedBy({none}, 1));
}

TEST(FrameworkTest, CountersTruncateAndSaturate) {
  const Counter none = {.operation = Operation::kIncrement,
                        .dist = std::nullopt};
  const auto plus = [](double value) {
    return Counter{.operation = Operation::kIncrement, .dist = Exactly(value)};
  };
  EXPECT_TRUE(ZeroedBy({none, plus(2.99)}, 2));
  // 2^64 - 1, and one more, which would wrap to 0 if it did not saturate.
  EXPECT_TRUE(ZeroedBy({none, plus(1e300), plus(1)}, 1e300));
  EXPECT_FALSE(ZeroedBy({none, plus(1e300), plus(1)}, 1e18));
}

TEST(FrameworkTest, CopyTakesTheOtherCounterAsItWasAndBeatsADistribution) {
  const Counter set_three = {.operation = Operation::kSet, .dist = Exactly(3)};
  const Counter set_four = {.operation = Operation::kSet, .dist = Exactly(4)};
  const Counter copy = {
      .operation = Operation::kSet, .dist = Exactly(100), .copy = true};
  const auto minus = [](double value) {
    return Counter{.operation = Operation::kDecrement, .dist = Exactly(value)};
  };
  // A = 3, B = 4; then they swap; then B falls by 3.
  Script script({Spec(
      {Idle().On(Event::kNormalSent, 1),
       Idle().CounterA(set_three).CounterB(set_four).On(Event::kNormalSent, 2),
       Idle().CounterA(copy).CounterB(copy).On(Event::kNormalSent, 3),
       Idle()
           .CounterB(minus(3))
           .On(Event::kCounterZero, 4)
           .On(Event::kNormalSent, 5),
       Pads(1).On(Event::kNormalSent, 5),
       Idle()
           .CounterA(minus(3))
           .On(Event::kCounterZero, 6)
           .On(Event::kNormalSent, 7),
       Pads(2), Idle().CounterA(minus(1)).On(Event::kCounterZero, 8),
       Pads(3)})});
  script.Call({kNS});
  script.Call({kNS});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 1)));  // B was 3.
  EXPECT_THAT(script.Call({kNS}), IsEmpty());                   // A is 1 now.
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 3)));  // A was 4.
}

// A goes to 0 in state 1, whose own padding gives way to that of state 2.
TEST(FrameworkTest, ActionOfTheCounterZeroTransitionWins) {
  const Counter set = {.operation = Operation::kSet, .dist = Exactly(1)};
  const Counter minus = {.operation = Operation::kDecrement,
                         .dist = std::nullopt};
  Script script(
      {Spec({Idle().On(Event::kNormalSent, 1),
             Idle().CounterA(set).On(Event::kNormalSent, 2),
             Pads(5).CounterA(minus).On(Event::kCounterZero, 3), Pads(6)})});
  script.Call({kNS});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 6)));
}

// The transition to state 2 raises CounterZero, which leads to state 3 without
// an action: state 2's is scheduled, though the machine has left it.
TEST(FrameworkTest, ActionOfAStateAlreadyLeftIsScheduled) {
  const Counter set = {.operation = Operation::kSet, .dist = Exactly(1)};
  const Counter minus = {.operation = Operation::kDecrement,
                         .dist = std::nullopt};
  Script script({Spec({Idle().On(Event::kNormalSent, 1),
                       Idle().CounterA(set).On(Event::kNormalSent, 2),
                       Pads(5).CounterA(minus).On(Event::kCounterZero, 3),
                       Idle().On(Event::kNormalRecv, 4), Pads(6)})});
  script.Call({kNS});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 5)));
  EXPECT_THAT(script.Call({kNR}), ElementsAre(Padding(0, 6)));
}

// Out of state 1 and back by CounterZero is a change: the limit is not spent.
TEST(FrameworkTest, LeavingAndReturningCountsAsAChange) {
  const Counter set = {.operation = Operation::kSet, .dist = Exactly(1)};
  const Counter minus = {.operation = Operation::kDecrement,
                         .dist = std::nullopt};
  Script script(
      {Spec({Idle().On(Event::kNormalSent, 1),
             Pads(5)
                 .Limit(1)
                 .CounterA(set)
                 .On(Event::kPaddingSent, 2)
                 .On(Event::kLimitReached, 3),
             Idle().CounterA(minus).On(Event::kCounterZero, 1), Pads(6)})});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 5)));
  EXPECT_THAT(script.Call({PS()}), ElementsAre(Padding(0, 5)));
  EXPECT_THAT(script.Call({PS()}), ElementsAre(Padding(0, 5)));
}

TEST(FrameworkTest, PaddingOfUnknownMachinesCountsForTheFramework) {
  const MachineSpec spec = Spec({Pads(5).On(Event::kNormalSent, 0)});
  Script script({spec}, {.max_padding_frac = 0.5});
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 5)));  // 0 of 1.
  script.Call({PS(7)});
  script.Call({PS(7)});
  EXPECT_THAT(script.Call({kNS}), IsEmpty());                   // 2 of 4.
  EXPECT_THAT(script.Call({kNS}), ElementsAre(Padding(0, 5)));  // 2 of 5.
}

TEST(FrameworkTest, AllowedPaddingIsFreeOfTheFractions) {
  MachineSpec spec = Spec({Pads(5).On(Event::kPaddingSent, 0)});
  spec.allowed_padding_packets = 3;
  spec.max_padding_frac = 0.01;
  Script script({spec}, {.max_padding_frac = 0.01});
  EXPECT_THAT(script.Call({PS()}), ElementsAre(Padding(0, 5)));
  EXPECT_THAT(script.Call({PS()}), ElementsAre(Padding(0, 5)));
  EXPECT_THAT(script.Call({PS()}), IsEmpty());  // The third is sent.
}

TEST(FrameworkTest, TimeGoingBackIsNoTimeBlocked) {
  MachineSpec spec = Spec({specs::Blocks({.timeout_us = 3, .duration_us = 4})
                               .On(Event::kNormalRecv, 0)});
  spec.max_blocking_frac = 0.5;
  Script script({spec});
  script.Pass(base::Milliseconds(10));
  script.Call({BB()});
  script.Pass(base::Milliseconds(-5));
  script.Call({kBE});
  EXPECT_THAT(script.Call({kNR}), ElementsAre(Block(0, 3, 4)));  // 0 of 5 ms.
}

TEST(FrameworkTest, SharesMachinesAndRepeatsItselfForTheSameSeed) {
  State random_padding;
  random_padding.action = SendPadding{.bypass = false,
                                      .replace = false,
                                      .timeout = {.type = Uniform{0, 1e6}},
                                      .limit = std::nullopt};
  const Machines machines = specs::Compile(
      {Spec({specs::StateBuilder(random_padding).On(Event::kNormalSent, 0)})});
  const auto create = [&](std::uint64_t seed) {
    return *Framework::Create(machines, {}, base::Random::FromSeed(seed),
                              base::Instant{});
  };
  Framework one = create(1);
  Framework same = create(1);
  Framework other = create(2);
  EXPECT_EQ(machines.use_count(), 4);  // Nothing was copied.
  int differences = 0;
  for (int i = 0; i < 10; ++i) {
    const TriggerAction a = one.TriggerEvents({&kNS, 1}, base::Instant{})[0];
    const TriggerAction b = same.TriggerEvents({&kNS, 1}, base::Instant{})[0];
    const TriggerAction c = other.TriggerEvents({&kNS, 1}, base::Instant{})[0];
    EXPECT_EQ(a, b);
    if (!(a == c)) ++differences;
  }
  EXPECT_GT(differences, 0);
}

TEST(FrameworkTest, SuccessorGoesOnWithTheGenerator) {
  const Machines machines =
      specs::Compile({Spec({Idle().On(Event::kNormalSent, 0)})});
  Framework first = *Framework::Create(machines, {}, base::Random::FromSeed(1),
                                       base::Instant{});
  first.TriggerEvents({&kNS, 1}, base::Instant{});
  Framework second =
      *Framework::Create(machines, {}, first.random(), base::Instant{});
  second.TriggerEvents({&kNS, 1}, base::Instant{});
  EXPECT_EQ(Draws(second), 2);
}

}  // namespace
}  // namespace maybenot
