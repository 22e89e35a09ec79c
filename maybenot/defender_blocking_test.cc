// What the Defender does with blocking.
// SOURCE: spec/maybenot.md section 4, "BlockOutgoing on expiry".
#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/packet_queue.h"
#include "maybenot/testing/rig.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

using specs::Blocks;
using specs::BlockTimes;
using specs::Flags;
using specs::Idle;
using specs::Pads;
using specs::Spec;
using testing::ElementsAre;

// Acts on the first packet sent.
MachineSpec BlocksOnSent(BlockTimes times, Flags flags = {}) {
  return Spec({Idle().On(Event::kNormalSent, 1), Blocks(times, flags)});
}
// Acts on the first packet received.
MachineSpec BlocksOnReceived(BlockTimes times, Flags flags = {}) {
  return Spec({Idle().On(Event::kNormalRecv, 1), Blocks(times, flags)});
}

TEST(DefenderBlockingTest, HoldsWhatIsQueuedUntilItEnds) {
  Rig rig({BlocksOnSent({.timeout_us = 2, .duration_us = 10})});
  rig.Send(0);
  rig.Send(1);
  rig.Send(5);
  EXPECT_EQ(rig.defender().blocked_until(), At(12));
  rig.Send(7);
  rig.Run(1000);
  EXPECT_THAT(
      rig.Events(),
      ElementsAre("0 NS", "0 TS normal", "1 NS", "1 TS normal", "2 BB:0",
                  "5 NS", "7 NS", "12 BE", "12 TS normal", "12 TS normal"));
  EXPECT_EQ(rig.defender().blocked_until(), std::nullopt);
  EXPECT_EQ(rig.statistics().blocked, base::Microseconds(10));
  EXPECT_EQ(rig.statistics().normal_waited,
            base::Microseconds(12));  // (12 - 5) + (12 - 7).
  EXPECT_EQ(rig.statistics().normal_waited_max, base::Microseconds(7));
}

// Two machines block at once: one state for both, and one end.
TEST(DefenderBlockingTest, ALongerBlockExtends) {
  Rig rig({BlocksOnSent({.timeout_us = 0, .duration_us = 20}),
           BlocksOnSent({.timeout_us = 10, .duration_us = 30})});
  rig.Send(0);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(),
              ElementsAre("0 NS", "0 TS normal", "0 BB:0", "10 BB:1", "40 BE"));
  EXPECT_EQ(rig.statistics().blocked, base::Microseconds(40));
}

TEST(DefenderBlockingTest, AShorterBlockOnlyBegins) {
  Rig rig({BlocksOnSent({.timeout_us = 0, .duration_us = 50}),
           BlocksOnSent({.timeout_us = 10, .duration_us = 20})});
  rig.Send(0);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(),
              ElementsAre("0 NS", "0 TS normal", "0 BB:0", "10 BB:1", "50 BE"));
}

TEST(DefenderBlockingTest, TwoThatBeginAtOneInstantGoByMachine) {
  Rig rig({BlocksOnSent({.timeout_us = 5, .duration_us = 10}),
           BlocksOnSent({.timeout_us = 5, .duration_us = 20})});
  rig.Send(0);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(),
              ElementsAre("0 NS", "0 TS normal", "5 BB:0", "5 BB:1", "25 BE"));
}

TEST(DefenderBlockingTest, ReplaceShortensAndReleasesWhatWaits) {
  Rig rig(
      {BlocksOnSent({.timeout_us = 0, .duration_us = 100}),
       BlocksOnSent({.timeout_us = 10, .duration_us = 5}, {.replace = true})});
  rig.Send(0);
  rig.Send(3);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAre("0 NS", "0 TS normal", "0 BB:0", "3 NS",
                                        "10 BB:1", "15 BE", "15 TS normal"));
}

TEST(DefenderBlockingTest, ReplaceByZeroLengthBeginsAndEnds) {
  Rig rig(
      {BlocksOnSent({.timeout_us = 0, .duration_us = 100}),
       BlocksOnSent({.timeout_us = 10, .duration_us = 0}, {.replace = true})});
  rig.Send(0);
  rig.Send(3);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAre("0 NS", "0 TS normal", "0 BB:0", "3 NS",
                                        "10 BB:1", "10 BE", "10 TS normal"));
}

TEST(DefenderBlockingTest, ZeroLengthBeginsAndEnds) {
  Rig rig({BlocksOnSent({.timeout_us = 10, .duration_us = 0})});
  rig.Send(0);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(),
              ElementsAre("0 NS", "0 TS normal", "10 BB:0", "10 BE"));
}

// Bypassing padding at 10 and 30. The extension at 20 cannot be bypassed.
TEST(DefenderBlockingTest, WhatExtendsSetsWhetherItCanBeBypassed) {
  Rig rig({BlocksOnSent({.timeout_us = 0, .duration_us = 50}, {.bypass = true}),
           BlocksOnSent({.timeout_us = 20, .duration_us = 40}),
           Spec({Idle().On(Event::kNormalSent, 1),
                 Pads(10, {.bypass = true}).On(Event::kPaddingSent, 2),
                 Pads(20, {.bypass = true})})});
  rig.Send(0);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAre("0 NS", "0 TS normal", "0 BB:0",
                                        "10 PS:2", "10 TS padding", "20 BB:1",
                                        "30 PS:2", "60 BE", "60 TS padding"));
}

TEST(DefenderBlockingTest, WhatChangesNothingLeavesWhetherItCanBeBypassed) {
  Rig rig(
      {BlocksOnSent({.timeout_us = 0, .duration_us = 50}, {.bypass = true}),
       BlocksOnSent({.timeout_us = 10, .duration_us = 5}),
       Spec({Idle().On(Event::kNormalSent, 1), Pads(20, {.bypass = true})})});
  rig.Send(0);
  rig.Run(49);
  EXPECT_THAT(rig.Events(), ElementsAre("0 NS", "0 TS normal", "0 BB:0",
                                        "10 BB:1", "20 PS:2", "20 TS padding"));
}

TEST(DefenderBlockingTest, CancelBeforeItBeginsPreventsIt) {
  Rig rig({Spec(
      {Idle().On(Event::kNormalSent, 1),
       Blocks({.timeout_us = 10, .duration_us = 10}).On(Event::kNormalRecv, 2),
       specs::Cancels(Timer::kAll)})});
  rig.Send(0);
  rig.Receive(PacketKind::kNormal, 5);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(),
              ElementsAre("0 NS", "0 TS normal", "5 TR normal", "5 NR"));
}

TEST(DefenderBlockingTest, CancelDoesNotEndWhatHasBegun) {
  Rig rig({Spec(
      {Idle().On(Event::kNormalSent, 1),
       Blocks({.timeout_us = 0, .duration_us = 10}).On(Event::kNormalRecv, 2),
       specs::Cancels(Timer::kAll)})});
  rig.Send(0);
  rig.Receive(PacketKind::kNormal, 5);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAre("0 NS", "0 TS normal", "0 BB:0",
                                        "5 TR normal", "5 NR", "10 BE"));
}

// Handled late, at 30, an end of blocking due at 10 counts until then.
TEST(DefenderBlockingTest, ALateHostBlocksForLonger) {
  Defender defender =
      CreateDefender({BlocksOnReceived({.timeout_us = 0, .duration_us = 10})});
  defender.HandleReceived(PacketKind::kNormal, 1, At(0));
  defender.HandleDeadline(At(0));
  ASSERT_TRUE(defender.Enqueue(1, At(5)));
  EXPECT_FALSE(defender.PollPacket(At(30)).has_value());
  defender.HandleDeadline(At(30));
  EXPECT_EQ(defender.PollPacket(At(30))->waited, base::Microseconds(25));
  EXPECT_EQ(defender.statistics().blocked, base::Microseconds(30));
}

TEST(DefenderBlockingTest, RefusesWhenTheQueueIsFull) {
  Rig rig({BlocksOnReceived({.timeout_us = 0, .duration_us = 10},
                            {.bypass = true})},
          {.queue_packets = 2});
  rig.Receive(PacketKind::kNormal, 0);
  EXPECT_TRUE(rig.Send(1));
  EXPECT_EQ(rig.defender().Room(), 1u);
  EXPECT_TRUE(rig.Send(2));
  EXPECT_EQ(rig.defender().Room(), 0u);
  rig.Events();
  EXPECT_FALSE(rig.Send(3));
  EXPECT_THAT(rig.Events(), testing::IsEmpty());
  EXPECT_EQ(rig.statistics().refused, 1u);
  rig.Run(10);
  EXPECT_EQ(rig.defender().Room(), 2u);
  EXPECT_TRUE(rig.Send(11));
}

TEST(DefenderBlockingTest, AFullQueueEndsBlockingIfAskedTo) {
  Rig rig({BlocksOnReceived({.timeout_us = 0, .duration_us = 10},
                            {.bypass = true})},
          {.queue_packets = 2, .on_full = Defender::OnFull::kEndBlocking});
  rig.Receive(PacketKind::kNormal, 0);
  EXPECT_TRUE(rig.Send(1));
  EXPECT_TRUE(rig.Send(2));
  EXPECT_TRUE(rig.Send(3));
  EXPECT_THAT(rig.Events(), ElementsAre("0 TR normal", "0 NR", "0 BB:0", "1 NS",
                                        "2 NS", "2 BE", "2 TS normal",
                                        "2 TS normal", "3 NS", "3 TS normal"));
  EXPECT_EQ(rig.statistics().blocking_ended_by_full_queue, 1u);
}

TEST(DefenderBlockingTest, PaddingThatFillsTheQueueEndsBlockingToo) {
  Rig rig(
      {BlocksOnReceived({.timeout_us = 0, .duration_us = 50}, {.bypass = true}),
       Spec({Idle().On(Event::kNormalRecv, 1),
             Pads(10).On(Event::kPaddingSent, 1)})},
      {.queue_packets = 2, .on_full = Defender::OnFull::kEndBlocking});
  rig.Receive(PacketKind::kNormal, 0);
  rig.Run(20);
  EXPECT_THAT(rig.Events(),
              ElementsAre("0 TR normal", "0 NR", "0 BB:0", "10 PS:1", "20 PS:1",
                          "20 BE", "20 TS padding", "20 TS padding"));
}

TEST(DefenderBlockingTest, AFullQueueNeverEndsWhatCannotBeBypassed) {
  Rig rig({BlocksOnReceived({.timeout_us = 0, .duration_us = 10})},
          {.queue_packets = 2, .on_full = Defender::OnFull::kEndBlocking});
  rig.Receive(PacketKind::kNormal, 0);
  EXPECT_TRUE(rig.Send(1));
  EXPECT_TRUE(rig.Send(2));
  EXPECT_FALSE(rig.Send(3));
  EXPECT_EQ(rig.defender().blocked_until(), At(10));
  EXPECT_EQ(rig.statistics().blocking_ended_by_full_queue, 0u);
}

// Padding due at 10 takes the last place before a packet that comes at 11.
TEST(DefenderBlockingTest, RefusesWhatPaddingLeftNoPlaceFor) {
  Defender defender =
      CreateDefender({BlocksOnReceived({.timeout_us = 0, .duration_us = 50}),
                      Spec({Idle().On(Event::kNormalRecv, 1), Pads(10)})},
                     {.queue_packets = 1});
  defender.HandleReceived(PacketKind::kNormal, 1, At(0));
  defender.HandleDeadline(At(0));
  TakeEventTexts(defender);
  EXPECT_FALSE(defender.Enqueue(1, At(11)));
  EXPECT_THAT(TakeEventTexts(defender), ElementsAre("11 PS:1"));
  EXPECT_EQ(defender.statistics().refused, 1u);
}

}  // namespace
}  // namespace maybenot
