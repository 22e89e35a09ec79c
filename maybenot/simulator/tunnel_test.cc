#include "maybenot/simulator/tunnel.h"

#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/simulator/connection.h"
#include "maybenot/simulator/queued_event.h"
#include "maybenot/simulator/testing/sides.h"

namespace maybenot::simulator {
namespace {

using Lane = EventQueue::Lane;

constexpr base::Duration kDelay = base::Milliseconds(10);

QueuedEvent Packet(std::int64_t us, bool padding = false) {
  return {.at = At(us), .rank = Rank::kTunnelSent, .padding = padding};
}
QueuedEvent Padding(std::int64_t us, bool bypass) {
  return {.at = At(us),
          .rank = Rank::kPaddingSent,
          .padding = true,
          .bypass = bypass,
          .replace = true};
}

TEST(TunnelTest, ASentPacketEntersAtOnce) {
  Connection connection = MakeConnection();
  connection.now = At(3);
  Tunnel(kDelay, &connection)
      .Carry({.at = At(3), .rank = Rank::kNormalSent}, connection.client);
  ASSERT_TRUE(connection.client.queue().has_next());
  const QueuedEvent next = connection.client.queue().PopNext();
  EXPECT_EQ(next.rank, Rank::kTunnelSent);
  EXPECT_EQ(next.at, At(3));
  EXPECT_FALSE(next.padding);
}

TEST(TunnelTest, WhatEntersIsReceivedTheDelayLater) {
  Connection connection = MakeConnection();
  connection.now = At(3);
  Tunnel(kDelay, &connection).Carry(Packet(3, true), connection.client);
  const QueuedEvent received = connection.server.queue().Pop(Lane::kInternal);
  EXPECT_EQ(received.rank, Rank::kTunnelRecv);
  EXPECT_EQ(received.at, At(10'003));
  EXPECT_TRUE(received.padding);
}

// Both are due at 3: what is to be received there goes after what is sent.
TEST(TunnelTest, WhatIsNotSureToGoNextIsQueued) {
  Connection connection = MakeConnection({.base = {{At(3)}}}, {});
  connection.now = At(3);
  Tunnel tunnel(kDelay, &connection);
  tunnel.Carry({.at = At(3), .rank = Rank::kTunnelRecv}, connection.client);
  EXPECT_FALSE(connection.client.queue().has_next());
  EXPECT_EQ(connection.client.queue().First().rank, Rank::kNormalSent);
  tunnel.Carry({.at = At(3), .rank = Rank::kTunnelRecv}, connection.server);
  EXPECT_FALSE(connection.server.queue().has_next());
  EXPECT_EQ(connection.server.queue().First().rank, Rank::kNormalRecv);
}

// No rank is lower than TunnelSent's.
TEST(TunnelTest, APacketGoesBeforeAllElseOfItsInstantUnlessPacketsWait) {
  Connection connection = MakeConnection({.base = {{At(3)}}}, {});
  connection.now = At(3);
  Tunnel tunnel(kDelay, &connection);
  tunnel.Carry({.at = At(3), .rank = Rank::kNormalSent}, connection.client);
  ASSERT_TRUE(connection.client.queue().has_next());
  EXPECT_EQ(connection.client.queue().PopNext().rank, Rank::kTunnelSent);
  connection.client.queue().Push(Packet(3));
  tunnel.Carry({.at = At(3), .rank = Rank::kNormalSent}, connection.client);
  EXPECT_FALSE(connection.client.queue().has_next());
  EXPECT_EQ(connection.client.queue().num_outgoing(), 2u);
}

// Of equal rank, the client's go first.
TEST(TunnelTest, WhatIsReceivedGoesBeforeHigherRanksOfTheOtherSide) {
  Connection connection = MakeConnection();
  connection.now = At(3);
  Tunnel tunnel(kDelay, &connection);
  connection.client.queue().Push({.at = At(3), .rank = Rank::kPaddingRecv});
  tunnel.Carry({.at = At(3), .rank = Rank::kTunnelRecv}, connection.server);
  ASSERT_TRUE(connection.server.queue().has_next());
  EXPECT_EQ(connection.server.queue().PopNext().rank, Rank::kNormalRecv);
  tunnel.Carry({.at = At(3), .rank = Rank::kTunnelRecv, .padding = true},
               connection.server);
  EXPECT_FALSE(connection.server.queue().has_next());
}

TEST(TunnelTest, WhatLeavesIsToldByItsKind) {
  Connection connection = MakeConnection();
  Tunnel tunnel(kDelay, &connection);
  tunnel.Carry({.at = At(0), .rank = Rank::kTunnelRecv}, connection.server);
  EXPECT_EQ(connection.server.queue().PopNext().rank, Rank::kNormalRecv);
  tunnel.Carry({.at = At(0), .rank = Rank::kTunnelRecv, .padding = true},
               connection.server);
  EXPECT_EQ(connection.server.queue().PopNext().rank, Rank::kPaddingRecv);
}

// The second of two packets is over 1 a second, by 1 s; nothing else is near,
// so the trace shifts by as much: at the server first, for 3 * 10 ms < 1 s.
TEST(TunnelTest, OverTheRateAPacketIsDelayedAndShiftsTheTrace) {
  Connection connection = MakeConnection({.packets_per_second = 1});
  Tunnel tunnel(kDelay, &connection);
  tunnel.Carry(Packet(0), connection.client);
  EXPECT_EQ(connection.shifts.next(), kNever);
  tunnel.Carry(Packet(0), connection.client);
  EXPECT_EQ(connection.shifts.next(), At(0));
  connection.server.queue().Pop(Lane::kInternal);
  EXPECT_EQ(connection.server.queue().Pop(Lane::kInternal).at, At(1'010'000));
}

TEST(TunnelTest, NearAnotherPacketADelayIsNotPassedOn) {
  Connection waits = MakeConnection({.packets_per_second = 1});
  waits.client.queue().Push(Packet(0));
  Connection follows =
      MakeConnection({.base = {{At(1'000)}}, .packets_per_second = 1});
  for (Connection* connection : {&waits, &follows}) {
    Tunnel tunnel(kDelay, connection);
    tunnel.Carry(Packet(0), connection->client);
    tunnel.Carry(Packet(0), connection->client);
    EXPECT_EQ(connection->shifts.next(), kNever);
  }
}

TEST(TunnelTest, PaddingIsSwallowedByANormalPacketThatWaits) {
  Connection connection = MakeConnection();
  connection.client.queue().Push(Packet(1));
  Tunnel(kDelay, &connection).Carry(Padding(5, false), connection.client);
  EXPECT_EQ(connection.client.queue().num_outgoing(), 1u);
  EXPECT_FALSE(connection.client.queue().has_next());
}

TEST(TunnelTest, PaddingIsNotReplacedByPadding) {
  Connection connection = MakeConnection();
  connection.client.queue().Push(Packet(1, true));
  Tunnel(kDelay, &connection).Carry(Padding(5, false), connection.client);
  EXPECT_EQ(connection.client.queue().num_outgoing(), 2u);
}

// It waited for 4 us, which shifts the trace: the server's part first, in 3
// times the delay less that.
TEST(TunnelTest, PaddingThatBypassesReleasesAPacketThatWaits) {
  Connection connection = MakeConnection();
  connection.now = At(5);
  connection.client.queue().Push(Packet(1));
  Tunnel(kDelay, &connection).Carry(Padding(5, true), connection.client);
  // It is not blocked, so it goes next.
  const QueuedEvent released = connection.client.queue().PopNext();
  EXPECT_EQ(released.at, At(1));
  EXPECT_TRUE(released.bypass);
  EXPECT_FALSE(released.padding);
  EXPECT_EQ(connection.shifts.next(), At(5 + 30'000 - 4));
}

TEST(TunnelTest, WhileOthersWaitNearItTheShiftIsTheirs) {
  Connection connection = MakeConnection();
  connection.now = At(5);
  connection.client.queue().Push(Packet(1));
  connection.client.queue().Push(Packet(2));
  Tunnel(kDelay, &connection).Carry(Padding(5, true), connection.client);
  EXPECT_EQ(connection.shifts.next(), kNever);
}

}  // namespace
}  // namespace maybenot::simulator
