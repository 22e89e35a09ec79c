#include "maybenot/simulator/picker.h"

#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/connection.h"
#include "maybenot/simulator/queued_event.h"
#include "maybenot/simulator/testing/sides.h"
#include "maybenot/testing/specs.h"

namespace maybenot::simulator {
namespace {

QueuedEvent Packet(std::int64_t us, bool bypass = false) {
  return {.at = At(us), .rank = Rank::kTunnelSent, .bypass = bypass};
}
QueuedEvent Other(std::int64_t us, Rank rank) {
  return {.at = At(us), .rank = rank};
}

// Blocks from the first NormalSent on.
Machines Blocker(double duration_us, bool bypassable = false) {
  return specs::Compile(
      {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                    specs::Blocks({.timeout_us = 0, .duration_us = duration_us},
                                  {.bypass = bypassable})})});
}

// A connection whose client is blocked from now on.
Connection BlockedConnection(double duration_us, SideSetup setup = {},
                             bool bypassable = false) {
  setup.machines = Blocker(duration_us, bypassable);
  Connection connection = MakeConnection(std::move(setup));
  connection.client.Trigger(Other(0, Rank::kNormalSent), At(0));
  connection.client.Trigger(connection.client.ExpireAction(), At(0));
  return connection;
}

TEST(PickerTest, NothingIsLeftOfNothing) {
  Connection connection = MakeConnection();
  EXPECT_EQ(Picker(&connection).PickNext().side, nullptr);
}

TEST(PickerTest, OfTwoSidesTheEarlierGoesThenTheLowerRankThenTheClient) {
  Connection connection =
      MakeConnection({.base = {{At(5)}}}, {.base = {{At(4)}, {At(5)}}});
  connection.server.queue().Push(Packet(5));
  Picker picker(&connection);
  EXPECT_EQ(picker.PickNext().event.at, At(4));
  EXPECT_EQ(picker.PickNext().event.rank, Rank::kTunnelSent);
  EXPECT_EQ(picker.PickNext().side, &connection.client);
  EXPECT_EQ(picker.PickNext().side, &connection.server);
  EXPECT_EQ(picker.PickNext().side, nullptr);
}

TEST(PickerTest, BlockedPacketsGoWhenBlockingEnds) {
  Connection connection = BlockedConnection(100);
  connection.client.queue().Push(Packet(10));
  connection.server.queue().Push(Other(50, Rank::kTimerEnd));
  Picker picker(&connection);
  EXPECT_EQ(picker.PickNext().event.at, At(50));
  const Picker::Picked end = picker.PickNext();
  EXPECT_EQ(end.event.rank, Rank::kBlockingEnd);
  EXPECT_EQ(end.event.at, At(100));
  EXPECT_EQ(end.side, &connection.client);
  connection.now = end.event.at;
  const Picker::Picked packet = picker.PickNext();
  EXPECT_EQ(packet.event.rank, Rank::kTunnelSent);
  EXPECT_EQ(packet.event.at, At(100));  // Not when it was queued.
}

// 90 us late: the server's trace shifts 3 * 10 ms - 90 us after the end.
TEST(PickerTest, TheEndOfBlockingShiftsTheTrace) {
  Connection connection = BlockedConnection(100);
  connection.client.queue().Push(Packet(10));
  Picker(&connection).PickNext();
  EXPECT_EQ(connection.shifts.next(), At(100 + 30'000 - 90));
}

// Of three within 1 ms the last, at 30, counts.
TEST(PickerTest, TheLastOfABurstTellsTheShift) {
  Connection connection = BlockedConnection(5'000);
  for (const std::int64_t us : {10, 20, 30, 4'000}) {
    connection.client.queue().Push(Packet(us));
  }
  Picker(&connection).PickNext();
  EXPECT_EQ(connection.shifts.next(), At(5'000 + 30'000 - 4'970));
}

TEST(PickerTest, WhileTheBurstGoesOnNothingShifts) {
  Connection connection = BlockedConnection(100, {.base = {{At(1'010)}}});
  connection.client.queue().Push(Packet(10));
  Picker(&connection).PickNext();
  EXPECT_EQ(connection.shifts.next(), kNever);
}

TEST(PickerTest, WhatBypassesPassesBypassableBlocking) {
  Connection connection = BlockedConnection(100, {}, true);
  connection.client.queue().Push(Packet(10));
  connection.client.queue().Push(Packet(20, true));
  Picker picker(&connection);
  const Picker::Picked passes = picker.PickNext();
  EXPECT_EQ(passes.event.at, At(20));
  EXPECT_TRUE(passes.event.bypass);
  EXPECT_EQ(picker.PickNext().event.rank, Rank::kBlockingEnd);
}

TEST(PickerTest, WithoutBypassableBlockingItWaitsToo) {
  Connection connection = BlockedConnection(100);
  connection.client.queue().Push(Packet(20, true));
  EXPECT_EQ(Picker(&connection).PickNext().event.rank, Rank::kBlockingEnd);
}

TEST(PickerTest, ShiftsAreCarriedOutBeforeTheirInstant) {
  Connection connection = MakeConnection({}, {.base = {{At(50)}}});
  // In effect at 50, at the client at once: 10 ms - 60 ms < 0.
  connection.shifts.Add(base::Milliseconds(60), At(50), SideName::kServer);
  EXPECT_EQ(Picker(&connection).PickNext().event.at, At(60'050));
}

TEST(PickerTest, ATimerGoesBeforeAnActionAndTheQueueBeforeBoth) {
  const Machines machines = specs::Compile(
      {specs::Spec({specs::Idle().On(Event::kNormalSent, 1), specs::Pads(9)}),
       specs::Spec(
           {specs::Idle().On(Event::kNormalSent, 1), specs::SetsTimer(9)})});
  Connection connection =
      MakeConnection({.base = {{At(9)}}, .machines = machines});
  connection.client.Trigger(Other(0, Rank::kNormalSent), At(0));
  Picker picker(&connection);
  EXPECT_EQ(picker.PickNext().event.rank, Rank::kTimerBegin);
  EXPECT_EQ(picker.PickNext().event.rank, Rank::kNormalSent);
  EXPECT_EQ(picker.PickNext().event.rank, Rank::kTimerEnd);
  EXPECT_EQ(picker.PickNext().event.rank, Rank::kPaddingSent);
  EXPECT_EQ(picker.PickNext().side, nullptr);
}

}  // namespace
}  // namespace maybenot::simulator
