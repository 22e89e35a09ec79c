#include "maybenot/defender.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/packet_queue.h"
#include "maybenot/state.h"
#include "maybenot/testing/rig.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

using specs::Blocks;
using specs::Idle;
using specs::Pads;
using specs::SetsTimer;
using specs::Spec;
using specs::StateBuilder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

MachineSpec PadsOn(Event event, double timeout_us) {
  return Spec({Idle().On(event, 1), Pads(timeout_us)});
}

absl::Status CreateWith(Defender::Options options) {
  return Defender::Create(specs::Compile({}), options,
                          base::Random::FromSeed(1), At(0))
      .status();
}

TEST(DefenderTest, RefusesOptionsThatCannotBe) {
  Defender::Options options;
  EXPECT_EQ(CreateWith(options), absl::OkStatus());
  options.queue_packets = 0;
  EXPECT_THAT(CreateWith(options).message(), HasSubstr("queue_packets is 0"));
  options = {.close_limit = base::Duration(-1)};
  EXPECT_THAT(CreateWith(options).message(), HasSubstr("close_limit is -1 ns"));
  options = {.limits = {.max_padding_frac = 1.5}};
  EXPECT_EQ(CreateWith(options).code(), absl::StatusCode::kInvalidArgument);
}

TEST(DefenderTest, WithoutMachinesPacketsPassThrough) {
  Defender defender = CreateDefender({});
  EXPECT_EQ(defender.NextDeadline(), std::nullopt);
  EXPECT_FALSE(defender.PollPacket(At(0)).has_value());
  ASSERT_TRUE(defender.Enqueue(100, At(1)));
  ASSERT_TRUE(defender.Enqueue(200, At(2)));
  EXPECT_EQ(defender.PollPacket(At(3))->bytes, 100u);
  const Defender::Packet second = defender.PollPacket(At(5)).value();
  EXPECT_EQ(second.kind, PacketKind::kNormal);
  EXPECT_EQ(second.bytes, 200u);
  EXPECT_EQ(second.waited, base::Microseconds(3));  // 5 - 2.
  EXPECT_FALSE(defender.PollPacket(At(5)).has_value());
  EXPECT_EQ(defender.statistics().normal_sent.packets, 2u);
  EXPECT_EQ(defender.statistics().normal_sent.bytes, 300u);
  EXPECT_EQ(defender.statistics().normal_waited,
            base::Microseconds(5));  // (3 - 1) + (5 - 2).
  EXPECT_THAT(TakeEventTexts(defender),
              ElementsAre("1 NS", "2 NS", "3 TS normal", "5 TS normal"));
}

TEST(DefenderTest, ReceivedPacketsAreReportedAndCounted) {
  Defender defender = CreateDefender({});
  defender.HandleReceived(PacketKind::kNormal, 100, At(1));
  defender.HandleReceived(PacketKind::kPadding, 50, At(2));
  EXPECT_THAT(TakeEventTexts(defender),
              ElementsAre("1 TR normal", "1 NR", "2 TR padding", "2 PR"));
  EXPECT_EQ(defender.statistics().normal_received.packets, 1u);
  EXPECT_EQ(defender.statistics().normal_received.bytes, 100u);
  EXPECT_EQ(defender.statistics().padding_received.packets, 1u);
  EXPECT_EQ(defender.statistics().padding_received.bytes, 50u);
}

// Each event is a call of its own: the action of the first is in force, and
// overwritten by that of the second.
TEST(DefenderTest, EachEventIsAFrameworkCallOfItsOwn) {
  Rig rig({Spec({Idle().On(Event::kTunnelRecv, 1),
                 SetsTimer(10).On(Event::kNormalRecv, 2), Pads(20)})});
  rig.Receive(PacketKind::kNormal, 0);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAre("0 TR normal", "0 NR", "0 TB:0",
                                        "10 TE:0", "20 PS:0", "20 TS padding"));
}

TEST(DefenderTest, AtOneInstantBlockingThenTrafficThenTimersByMachine) {
  const MachineSpec pads = PadsOn(Event::kNormalSent, 10);
  const MachineSpec times =
      Spec({Idle().On(Event::kNormalSent, 1), SetsTimer(10)});
  const MachineSpec blocks =
      Spec({Idle().On(Event::kNormalSent, 1),
            Blocks({.timeout_us = 0, .duration_us = 10})});
  Rig rig({pads, times, blocks, times, pads});
  rig.Send(0);
  rig.Send(5);
  rig.Run(9);
  rig.Events();
  rig.Receive(PacketKind::kNormal, 10);
  rig.Run(10);
  EXPECT_THAT(rig.Events(),
              ElementsAre("10 BE", "10 TS normal", "10 TR normal", "10 NR",
                          "10 TE:1", "10 TE:3", "10 PS:0", "10 TS padding",
                          "10 PS:4", "10 TS padding"));
}

TEST(DefenderTest, TimerBeginFollowsTheWrite) {
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1), SetsTimer(10)})});
  rig.Send(3);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(),
              ElementsAre("3 NS", "3 TS normal", "3 TB:0", "13 TE:0"));
}

TEST(DefenderTest, WithoutRoomTimerBeginHasADeadlineOfItsOwn) {
  Defender defender =
      CreateDefender({Spec({Idle().On(Event::kNormalSent, 1), SetsTimer(10)})});
  ASSERT_TRUE(defender.Enqueue(1, At(3)));
  EXPECT_EQ(defender.NextDeadline(), At(3));
  defender.HandleDeadline(At(3));
  EXPECT_THAT(TakeEventTexts(defender), ElementsAre("3 NS", "3 TB:0"));
  EXPECT_EQ(defender.NextDeadline(), At(13));
}

// At the start of the next call, and still of its own instant.
TEST(DefenderTest, TimerBeginBelongsToItsInstant) {
  Defender defender =
      CreateDefender({Spec({Idle().On(Event::kNormalSent, 1), SetsTimer(10)})});
  ASSERT_TRUE(defender.Enqueue(1, At(3)));
  ASSERT_TRUE(defender.Enqueue(1, At(4)));
  EXPECT_THAT(TakeEventTexts(defender), ElementsAre("3 NS", "3 TB:0", "4 NS"));
}

// The second packet's timer of 5 would end at 9, before the first's at 10.
TEST(DefenderTest, TimerBeginOnlyIfTheTimerChanged) {
  const MachineSpec spec =
      Spec({Idle().On(Event::kNormalSent, 1),
            SetsTimer(10).On(Event::kNormalSent, 2), SetsTimer(5)});
  Rig rig({spec});
  rig.Send(0);
  rig.Send(4);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAre("0 NS", "0 TS normal", "0 TB:0", "4 NS",
                                        "4 TS normal", "10 TE:0"));
  Rig always({spec}, {.timer_begin = Defender::TimerBegin::kAlways});
  always.Send(0);
  always.Send(4);
  always.Run(1000);
  EXPECT_THAT(always.Events(),
              ElementsAre("0 NS", "0 TS normal", "0 TB:0", "4 NS",
                          "4 TS normal", "4 TB:0", "10 TE:0"));
}

TEST(DefenderTest, CancelOfAnInternalTimerIsSilent) {
  for (const Timer timer : {Timer::kInternal, Timer::kAll}) {
    Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                   SetsTimer(10).On(Event::kNormalRecv, 2),
                   specs::Cancels(timer)})});
    rig.Send(0);
    rig.Receive(PacketKind::kNormal, 5);
    rig.Events();
    rig.Run(1000);
    EXPECT_THAT(rig.Events(), IsEmpty());
    EXPECT_EQ(rig.defender().NextDeadline(), std::nullopt);
  }
}

TEST(DefenderTest, CancelOfTheActionTimerLeavesTheInternalOne) {
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                 SetsTimer(10).On(Event::kNormalRecv, 2),
                 specs::Cancels(Timer::kAction)})});
  rig.Send(0);
  rig.Receive(PacketKind::kNormal, 5);
  rig.Events();
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAre("10 TE:0"));
}

TEST(DefenderTest, OneCallHandlesOneDueThing) {
  Defender defender = CreateDefender(
      {PadsOn(Event::kNormalRecv, 10), PadsOn(Event::kNormalRecv, 20)});
  defender.HandleReceived(PacketKind::kNormal, 1, At(0));
  TakeEventTexts(defender);
  EXPECT_EQ(defender.NextDeadline(), At(10));
  defender.HandleDeadline(At(9));
  EXPECT_THAT(TakeEventTexts(defender), IsEmpty());
  defender.HandleDeadline(At(25));
  EXPECT_THAT(TakeEventTexts(defender), ElementsAre("25 PS:0"));
  EXPECT_EQ(defender.NextDeadline(), At(20));
  defender.HandleDeadline(At(25));
  EXPECT_THAT(TakeEventTexts(defender), ElementsAre("25 PS:1"));
  EXPECT_EQ(defender.NextDeadline(), std::nullopt);
}

// A late host that enqueues before it looks at its timer.
TEST(DefenderTest, WhatFellDueEarlierComesBeforeAPacket) {
  Defender defender = CreateDefender(
      {PadsOn(Event::kNormalRecv, 10), PadsOn(Event::kNormalRecv, 20)});
  defender.HandleReceived(PacketKind::kNormal, 1, At(0));
  TakeEventTexts(defender);
  ASSERT_TRUE(defender.Enqueue(1, At(20)));
  EXPECT_THAT(TakeEventTexts(defender), ElementsAre("20 PS:0", "20 NS"));
  EXPECT_EQ(defender.PollPacket(At(20))->kind, PacketKind::kPadding);
  EXPECT_EQ(defender.PollPacket(At(20))->kind, PacketKind::kNormal);
}

TEST(DefenderTest, TimeNeverGoesBack) {
  Defender defender = CreateDefender({PadsOn(Event::kNormalSent, 10)});
  ASSERT_TRUE(defender.Enqueue(1, At(100)));
  EXPECT_EQ(defender.PollPacket(At(50))->waited, base::Duration(0));
  defender.HandleReceived(PacketKind::kNormal, 1, At(60));
  ASSERT_TRUE(defender.Enqueue(1, At(70)));
  EXPECT_THAT(TakeEventTexts(defender),
              ElementsAre("100 NS", "100 TS normal", "100 TR normal", "100 NR",
                          "100 NS"));
  EXPECT_EQ(defender.NextDeadline(), At(110));
}

// TimerEnd sets a timer of zero length: 500 TimerBegins and 500 TimerEnds are
// 1,000 events at an instant; then a pause of 1 us.
TEST(DefenderTest, AMachineThatNeverLetsTimePassPauses) {
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                 SetsTimer(0, true).On(Event::kTimerEnd, 1)})});
  rig.Send(7);
  rig.Run(7);
  EXPECT_EQ(rig.Events().size(), 2u + Defender::kMaxEventsAtAnInstant);
  EXPECT_EQ(rig.statistics().stalled, 1u);
  EXPECT_EQ(rig.defender().NextDeadline(), At(8));
  EXPECT_TRUE(rig.Send(7));  // The host's own calls go on.
  EXPECT_THAT(rig.Events(), ElementsAre("7 NS", "7 TS normal"));
  rig.Run(8);
  EXPECT_EQ(rig.Events().size(), 1u * Defender::kMaxEventsAtAnInstant);
  EXPECT_EQ(rig.statistics().stalled, 2u);
}

// The same through TimerBegin alone, without a deadline between.
TEST(DefenderTest, TimerBeginThatSetsATimerPausesToo) {
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                 SetsTimer(5, true).On(Event::kTimerBegin, 1)})});
  rig.Send(0);
  EXPECT_EQ(rig.Events().size(), 2u + Defender::kMaxEventsAtAnInstant);
  EXPECT_EQ(rig.defender().NextDeadline(), At(1));
}

// Pads without end at each instant: the queue holds, the rest is dropped.
TEST(DefenderTest, PaddingOfZeroTimeoutFillsTheQueueAtMost) {
  Defender defender =
      CreateDefender({Spec({Idle().On(Event::kNormalRecv, 1),
                            Pads(0).On(Event::kPaddingSent, 1)})},
                     {.queue_packets = 10});
  defender.HandleReceived(PacketKind::kNormal, 1, At(0));
  while (defender.NextDeadline() == At(0)) defender.HandleDeadline(At(0));
  EXPECT_EQ(defender.Room(), 0u);
  EXPECT_EQ(defender.statistics().padding_dropped,
            990u);  // 1,000 events less 10 in the queue.
}

MachineSpec PadsOnceAndEnds() {
  return Spec({Idle().On(Event::kNormalSent, 1),
               Pads(10).On(Event::kPaddingSent, kStateEnd)});
}

TEST(DefenderTest, EndedMachinesStayEndedUnlessAskedToRestart) {
  Rig rig({PadsOnceAndEnds()});
  rig.Send(0);
  rig.Run(20);
  EXPECT_TRUE(rig.defender().all_machines_ended());
  rig.Send(30);
  rig.Run(1000);
  EXPECT_EQ(rig.statistics().padding_sent.packets, 1u);
  EXPECT_EQ(rig.statistics().restarts, 0u);
}

TEST(DefenderTest, RestartsWithTheNextNormalPacket) {
  Rig rig({PadsOnceAndEnds()}, {.restart = Defender::Restart::kWhenEnded});
  rig.Send(0);
  rig.Run(20);
  rig.Receive(PacketKind::kNormal, 25);
  EXPECT_TRUE(rig.defender().all_machines_ended());
  rig.Events();
  rig.Send(30);
  EXPECT_FALSE(rig.defender().all_machines_ended());
  rig.Run(1000);
  EXPECT_THAT(rig.Events(),
              ElementsAre("30 NS", "30 TS normal", "40 PS:0", "40 TS padding"));
  EXPECT_EQ(rig.statistics().restarts, 1u);
}

// The machine ends on receipt, its padding is still to come at 10.
TEST(DefenderTest, DoesNotRestartWhileAnActionIsPending) {
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                 Pads(10).On(Event::kNormalRecv, kStateEnd)})},
          {.restart = Defender::Restart::kWhenEnded});
  rig.Send(0);
  rig.Receive(PacketKind::kNormal, 5);
  rig.Send(6);
  EXPECT_EQ(rig.statistics().restarts, 0u);
  rig.Send(11);
  EXPECT_EQ(rig.statistics().restarts, 1u);
  EXPECT_EQ(rig.statistics().padding_sent.packets, 1u);
}

// The successor goes on with the generator: its timeout is another one.
TEST(DefenderTest, ARestartDoesNotRepeatItsDraws) {
  State pads;
  pads.action = SendPadding{.bypass = false,
                            .replace = false,
                            .timeout = {.type = Uniform{0, 1e6}},
                            .limit = std::nullopt};
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                 StateBuilder(pads).On(Event::kPaddingSent, kStateEnd)})},
          {.restart = Defender::Restart::kWhenEnded});
  rig.Send(0);
  const base::Duration first = rig.defender().NextDeadline().value() - At(0);
  rig.Run(1'000'000);
  rig.Send(2'000'000);
  EXPECT_EQ(rig.statistics().restarts, 1u);
  EXPECT_NE(rig.defender().NextDeadline().value() - At(2'000'000), first);
}

}  // namespace
}  // namespace maybenot
