#include "maybenot/simulator/event_queue.h"

#include <cstdint>

#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {
namespace {

using Lane = EventQueue::Lane;

base::Instant At(std::int64_t us) {
  return base::Instant{} + base::Microseconds(us);
}

QueuedEvent Packet(std::int64_t us, bool bypass = false) {
  return {.at = At(us), .rank = Rank::kTunnelSent, .bypass = bypass};
}
QueuedEvent Other(std::int64_t us, Rank rank, bool padding = false) {
  return {.at = At(us), .rank = rank, .padding = padding};
}

TEST(EventQueueTest, BasePacketsComeByTimeAndShifted) {
  EventQueue queue({{At(7)}, {At(3)}});
  EXPECT_EQ(queue.num_base(), 2u);
  EXPECT_EQ(queue.next_base(), At(3));
  queue.Shift(base::Microseconds(10));
  EXPECT_EQ(queue.shift(), base::Microseconds(10));
  EXPECT_EQ(queue.First().at, At(13));
  EXPECT_EQ(queue.NextBaseShifted(base::Microseconds(1)), At(4));
  EXPECT_EQ(queue.Pop(Lane::kBase).at, At(13));
  queue.Shift(base::Microseconds(1));
  EXPECT_EQ(queue.Pop(Lane::kBase).at, At(18));
  EXPECT_EQ(queue.next_base(), kNever);
  EXPECT_EQ(queue.NextBaseShifted(base::Microseconds(1)), kNever);
  EXPECT_FALSE(queue.First().exists());
}

TEST(EventQueueTest, TheShiftStopsGrowingAtItsBound) {
  EventQueue queue({{At(7)}});
  queue.Shift(EventQueue::kMaxShift);
  queue.Shift(EventQueue::kMaxShift);
  EXPECT_EQ(queue.shift(), EventQueue::kMaxShift);
  EXPECT_EQ(queue.next_base(), At(7) + EventQueue::kMaxShift);
}

TEST(EventQueueTest, OneInstantGoesByRank) {
  EventQueue queue({{At(5)}});
  queue.Push(Other(5, Rank::kTimerEnd));
  queue.Push(Other(5, Rank::kPaddingSent, true));
  EXPECT_EQ(queue.First().lane, Lane::kBase);
  queue.Push(Packet(5));
  EXPECT_EQ(queue.First().lane, Lane::kBlocking);
  queue.Push(Packet(5, true));
  EXPECT_EQ(queue.First().lane, Lane::kBypassable);
  queue.Push(Other(4, Rank::kTimerBegin));
  EXPECT_EQ(queue.First().lane, Lane::kInternal);
  EXPECT_EQ(queue.Pop(Lane::kInternal).rank, Rank::kTimerBegin);
  EXPECT_EQ(queue.Pop(Lane::kInternal).rank, Rank::kPaddingSent);
}

TEST(EventQueueTest, BypassableBlockingHoldsOnlyWhatDoesNotBypass) {
  EventQueue queue({});
  queue.Push(Packet(1, true));
  queue.Push(Packet(2));
  EXPECT_EQ(queue.FirstHeld(true).at, At(2));
  EXPECT_EQ(queue.FirstHeld(false).at, At(1));
  EXPECT_EQ(queue.FirstFree(true).lane, Lane::kBypassable);
  EXPECT_FALSE(queue.FirstFree(false).exists());
}

TEST(EventQueueTest, WhatIsFreeIsToldByUnshiftedTimes) {
  EventQueue queue({{At(2)}});
  queue.Push(Packet(3, true));
  queue.Shift(base::Microseconds(10));
  // The base packet comes at 12, and goes before what has waited since 3.
  EXPECT_EQ(queue.FirstFree(true).lane, Lane::kBase);
  queue.Push(Packet(1, true));
  EXPECT_EQ(queue.FirstFree(true).lane, Lane::kBypassable);
}

TEST(EventQueueTest, TheLatestOutgoingIsOfBothLanesWithinTheBound) {
  EventQueue queue({});
  for (const std::int64_t us : {10, 900, 20, 1500, 30}) queue.Push(Packet(us));
  queue.Push(Packet(950, true));
  EXPECT_EQ(queue.num_outgoing(), 6u);
  EXPECT_EQ(queue.LatestOutgoing(At(10), At(940)), At(900));
  EXPECT_EQ(queue.LatestOutgoing(At(10), At(1010)), At(950));
  EXPECT_EQ(queue.LatestOutgoing(At(10), At(9)), At(10));
}

TEST(EventQueueTest, NormalPacketsAreLeftUntilTheyArrive) {
  EventQueue queue({{At(1)}});
  EXPECT_FALSE(queue.no_normal_packets());
  queue.Pop(Lane::kBase);
  EXPECT_TRUE(queue.no_normal_packets());
  queue.Push(Packet(1));
  EXPECT_FALSE(queue.no_normal_packets());
  queue.Pop(Lane::kBlocking);
  queue.Push(Other(2, Rank::kTunnelRecv));
  EXPECT_FALSE(queue.no_normal_packets());
  queue.Pop(Lane::kInternal);
  queue.Push(Other(2, Rank::kNormalRecv));
  queue.Push(Other(2, Rank::kTimerEnd));
  EXPECT_TRUE(queue.no_normal_packets());
  queue.Push(Other(2, Rank::kPaddingRecv, true));
  EXPECT_FALSE(queue.no_normal_packets());
}

TEST(EventQueueTest, WhatIsSureToComeNextIsAsIfPushed) {
  EventQueue queue({});
  queue.Push(Other(5, Rank::kTimerEnd));
  queue.PushNext(Other(4, Rank::kPaddingRecv, true));
  EXPECT_TRUE(queue.has_next());
  EXPECT_FALSE(queue.no_normal_packets());
  EXPECT_EQ(queue.PopNext().rank, Rank::kPaddingRecv);
  EXPECT_FALSE(queue.has_next());
  EXPECT_TRUE(queue.no_normal_packets());
  queue.PushNext(Packet(4));
  EXPECT_FALSE(queue.no_normal_packets());
  queue.Push(Other(4, Rank::kTimerBegin));
  EXPECT_FALSE(queue.has_next());
  EXPECT_EQ(queue.First().lane, Lane::kBlocking);
}

// 0 1 2 as an array, all equal. A fourth that goes on top moves 0 to the left
// and 1 below it; with it gone, the right child rises: 2 0 1.
TEST(EventQueueTest, WhatComesNextReordersEqualsAsAPushAndAPopDo) {
  EventQueue queue({});
  for (std::uint32_t i = 0; i < 3; ++i) {
    queue.Push({.at = At(9),
                .machine = static_cast<std::uint16_t>(i),
                .rank = Rank::kTimerEnd});
  }
  queue.PushNext(Other(4, Rank::kNormalRecv));
  queue.PopNext();
  for (const unsigned machine : {2u, 0u, 1u}) {
    EXPECT_EQ(queue.Pop(Lane::kInternal).machine, machine);
  }
}

}  // namespace
}  // namespace maybenot::simulator
