#include "maybenot/program.h"

#include <cstdint>
#include <limits>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

using specs::Blocks;
using specs::Cancels;
using specs::Idle;
using specs::Pads;
using specs::SetsTimer;
using specs::Spec;

// What the distribution at `index` gives; those of these tests are constant.
double Value(const Program& program, std::uint32_t index) {
  base::Random random = base::Random::FromSeed(1);
  return program.sampler(index).Sample(random);
}

TEST(ProgramTest, FindsTheListOfEachStateAndEvent) {
  const std::vector<Trans> two = {{1, 0.25f}, {kStateSignal, 0.5f}};
  const Program program(
      Spec({Idle().On(Event::kNormalRecv, 0).On(Event::kSignal, two), Idle(),
            Idle().On(Event::kSignal, kStateEnd)}));
  ASSERT_EQ(program.num_states(), 3u);
  ASSERT_EQ(program.edges(0, Event::kNormalRecv).size(), 1u);
  EXPECT_EQ(program.edges(0, Event::kNormalRecv)[0].target, 0u);
  EXPECT_EQ(program.edges(0, Event::kNormalRecv)[0].below, 1.0f);
  ASSERT_EQ(program.edges(0, Event::kSignal).size(), 2u);
  EXPECT_EQ(program.edges(0, Event::kSignal)[0].below, 0.25f);
  EXPECT_EQ(program.edges(0, Event::kSignal)[1].below, 0.75f);
  EXPECT_EQ(program.edges(0, Event::kSignal)[1].target, Program::kSignal);
  EXPECT_TRUE(program.edges(0, Event::kTimerEnd).empty());
  EXPECT_TRUE(program.edges(1, Event::kNormalRecv).empty());
  ASSERT_EQ(program.edges(2, Event::kSignal).size(), 1u);
  EXPECT_EQ(program.edges(2, Event::kSignal)[0].target, Program::kEnd);
  EXPECT_EQ(program.event_mask(0), 1u << 0 | 1u << 12);
  EXPECT_EQ(program.event_mask(1), 0u);
  EXPECT_EQ(program.event_mask(2), 1u << 12);
}

TEST(ProgramTest, EndsAListBeforeABoundThatIsNaN) {
  const std::vector<Trans> list = {
      {1, 0.25f}, {0, std::numeric_limits<float>::quiet_NaN()}, {2, 0.5f}};
  const Program program(
      Spec({Idle().On(Event::kNormalRecv, list), Idle(), Idle()}));
  EXPECT_EQ(program.edges(0, Event::kNormalRecv).size(), 1u);
  // The event still costs its draw.
  EXPECT_EQ(program.event_mask(0), 1u << 0);
}

// In double and rounded, eight tenths are 0x1.99999ap-1.
TEST(ProgramTest, AddsProbabilitiesInFloat) {
  MachineSpec spec;
  std::vector<Trans> list;
  for (std::uint64_t target = 0; target < 8; ++target) {
    list.push_back({target, 0.1f});
    spec.states.push_back(State{});
  }
  spec.states[0] = Idle().On(Event::kNormalSent, list).state();
  const Program program(spec);
  EXPECT_EQ(program.edges(0, Event::kNormalSent)[7].below, 0x1.99999cp-1f);
}

TEST(ProgramTest, CompilesEachKindOfAction) {
  const Program program(Spec(
      {Idle(), Cancels(Timer::kInternal), Pads(1, {.bypass = true}).Limit(2),
       Blocks({.timeout_us = 3, .duration_us = 4}, {.replace = true}),
       SetsTimer(5, true).Limit(6)}));
  EXPECT_EQ(program.action(0), nullptr);

  const Program::ActionCode& cancel = *program.action(1);
  EXPECT_EQ(cancel.kind, TriggerAction::Kind::kCancel);
  EXPECT_EQ(cancel.timer, Timer::kInternal);
  EXPECT_EQ(cancel.limit, Program::kNone);

  const Program::ActionCode& padding = *program.action(2);
  EXPECT_EQ(padding.kind, TriggerAction::Kind::kSendPadding);
  EXPECT_TRUE(padding.bypass);
  EXPECT_FALSE(padding.replace);
  EXPECT_EQ(Value(program, padding.timeout), 1);
  EXPECT_EQ(padding.duration, Program::kNone);
  EXPECT_EQ(Value(program, padding.limit), 2);

  const Program::ActionCode& block = *program.action(3);
  EXPECT_EQ(block.kind, TriggerAction::Kind::kBlockOutgoing);
  EXPECT_FALSE(block.bypass);
  EXPECT_TRUE(block.replace);
  EXPECT_EQ(Value(program, block.timeout), 3);
  EXPECT_EQ(Value(program, block.duration), 4);
  EXPECT_EQ(block.limit, Program::kNone);

  const Program::ActionCode& timer = *program.action(4);
  EXPECT_EQ(timer.kind, TriggerAction::Kind::kUpdateTimer);
  EXPECT_TRUE(timer.replace);
  EXPECT_EQ(timer.timeout, Program::kNone);
  EXPECT_EQ(Value(program, timer.duration), 5);
  EXPECT_EQ(Value(program, timer.limit), 6);
}

TEST(ProgramTest, CompilesCounters) {
  const Program program(
      Spec({Idle(), Idle().CounterB({.operation = Operation::kSet,
                                     .dist = specs::Exactly(7),
                                     .copy = true})}));
  EXPECT_EQ(program.counters(0), nullptr);
  const Program::CounterPair& pair = *program.counters(1);
  EXPECT_FALSE(pair[0].used);
  EXPECT_TRUE(pair[1].used);
  EXPECT_EQ(pair[1].operation, Operation::kSet);
  EXPECT_TRUE(pair[1].copy);
  EXPECT_EQ(Value(program, pair[1].value), 7);
}

TEST(ProgramTest, KeepsLimitsAndCapsTheAllowedTime) {
  MachineSpec spec = Spec({Idle()});
  spec.allowed_padding_packets = 1;
  spec.max_padding_frac = 0.25;
  spec.allowed_blocked_microsec = 2;
  spec.max_blocking_frac = 0.5;
  const Program small(spec);
  EXPECT_EQ(small.limits().allowed_padding_packets, 1u);
  EXPECT_EQ(small.limits().max_padding_frac, 0.25);
  EXPECT_EQ(small.limits().allowed_blocked, base::Microseconds(2));
  EXPECT_EQ(small.limits().max_blocking_frac, 0.5);
  spec.allowed_blocked_microsec = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(Program(spec).limits().allowed_blocked, base::Duration::max());
}

}  // namespace
}  // namespace maybenot
