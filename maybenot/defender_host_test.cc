// A Defender in a host's hands: the loop that its header shows, and closing.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/packet_queue.h"
#include "maybenot/state.h"
#include "maybenot/testing/rig.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

using base::Instant;
using specs::Blocks;
using specs::Idle;
using specs::Pads;
using specs::Spec;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = PacketKind;

// A transport that takes `room` packets until it is drained.
struct Link {
  std::size_t room;
  std::string written;  // A letter a packet.

  bool HasRoom() const { return written.size() < room; }
  void Write(char packet) { written += packet; }
};

struct Timer {
  std::optional<Instant> at;
  void Set(std::optional<Instant> deadline) { at = deadline; }
};

// Bodies as in defender.h's example, line by line.
struct Host {
  void Pump(Instant now) {
    while (link.HasRoom()) {
      std::optional<Defender::Packet> packet = defender.PollPacket(now);
      if (!packet) break;
      link.Write(packet->kind == Kind::kNormal ? TakeNext() : MakePadding());
    }
    timer.Set(defender.NextDeadline());
  }
  void OnData(std::uint32_t size, Instant now) {
    if (!defender.Enqueue(size, now)) StopReading();
    Pump(now);
  }
  void OnArrival(Kind kind, std::uint32_t size, Instant now) {
    defender.HandleReceived(kind, size, now);
    Pump(now);
  }
  void OnTimer(Instant now) {
    defender.HandleDeadline(now);
    Pump(now);
  }

  char TakeNext() { return next++; }
  char MakePadding() { return '.'; }
  void StopReading() { reading = false; }

  Defender defender;
  Link link;
  Timer timer = {};
  char next = 'a';
  bool reading = true;
};

// Blocks from the first packet on for 100; pads at 10 and 20 by bypass, with a
// packet that waits if there is one.
Defender CreateExample() {
  return CreateDefender(
      {Spec({Idle().On(Event::kNormalSent, 1),
             Blocks({.timeout_us = 0, .duration_us = 100}, {.bypass = true})}),
       Spec({Idle().On(Event::kNormalSent, 1),
             Pads(10, {.bypass = true, .replace = true})
                 .On(Event::kPaddingSent, 1)
                 .Limit(2)})},
      {.queue_packets = 2});
}

TEST(DefenderHostTest, TheTenLinesOfTheHeaderDrive) {
  Host host{.defender = CreateExample(), .link = {.room = 100, .written = ""}};
  host.OnData(100, At(0));
  EXPECT_EQ(host.link.written, "a");
  EXPECT_EQ(host.timer.at, At(0));
  host.OnTimer(At(0));  // Blocked.
  host.OnData(100, At(5));
  EXPECT_EQ(host.link.written, "a");
  EXPECT_EQ(host.timer.at, At(10));
  host.OnTimer(At(10));
  EXPECT_EQ(host.link.written, "ab");
  host.OnTimer(At(20));
  EXPECT_EQ(host.link.written, "ab.");
  host.OnData(100, At(30));
  host.OnArrival(Kind::kNormal, 100, At(40));
  EXPECT_EQ(host.link.written, "ab.");
  EXPECT_EQ(host.timer.at, At(100));
  host.OnTimer(At(100));
  EXPECT_EQ(host.link.written, "ab.c");
  EXPECT_TRUE(host.reading);
  EXPECT_EQ(host.timer.at, std::nullopt);
}

TEST(DefenderHostTest, AHostWithoutRoomStopsReadingAndGoesOnLater) {
  Host host{.defender = CreateExample(), .link = {.room = 0, .written = ""}};
  host.OnData(100, At(0));
  host.OnData(100, At(0));
  EXPECT_TRUE(host.reading);
  host.OnData(100, At(0));
  EXPECT_FALSE(host.reading);
  while (host.timer.at) host.OnTimer(*host.timer.at);
  EXPECT_EQ(host.link.written, "");
  host.link.room = 100;
  host.Pump(At(200));
  EXPECT_EQ(host.link.written, "ab");
}

MachineSpec BlocksFor(double us) {
  return Spec({Idle().On(Event::kNormalRecv, 1),
               Blocks({.timeout_us = 0, .duration_us = us})});
}

TEST(DefenderCloseTest, WithNothingQueuedClosesAtOnce) {
  Defender defender = CreateDefender({BlocksFor(100)});
  defender.HandleReceived(Kind::kNormal, 1, At(0));
  EXPECT_FALSE(defender.closed());
  defender.Close(At(1));
  EXPECT_TRUE(defender.closed());
  EXPECT_EQ(defender.Room(), 0u);
  EXPECT_EQ(defender.NextDeadline(), std::nullopt);
  EXPECT_FALSE(defender.Enqueue(1, At(2)));
  EXPECT_EQ(defender.statistics().refused, 1u);
}

TEST(DefenderCloseTest, DrainsUnderTheRulesWhileBlocked) {
  Rig rig({BlocksFor(100)});
  rig.Receive(Kind::kNormal, 0);
  rig.Send(5);
  rig.defender().Close(At(10));
  EXPECT_FALSE(rig.defender().closed());
  EXPECT_FALSE(rig.Send(20));
  rig.Events();
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAre("100 BE", "100 TS normal"));
  EXPECT_TRUE(rig.defender().closed());
  EXPECT_EQ(rig.statistics().given_up, 0u);
  EXPECT_EQ(rig.statistics().normal_sent.packets, 1u);
}

// Blocked until 100 with a limit of 50 from 10 on.
TEST(DefenderCloseTest, GivesUpWhatIsLeftAtTheLimit) {
  Rig rig({BlocksFor(100), Spec({Idle().On(Event::kNormalSent, 1), Pads(1)})},
          {.close_limit = base::Microseconds(50)});
  rig.Receive(Kind::kNormal, 0);
  rig.Send(5);
  rig.Send(6);
  rig.defender().Close(At(10));
  rig.defender().Close(At(40));  // Moves nothing.
  rig.Run(59);
  EXPECT_FALSE(rig.defender().closed());
  rig.Run(60);
  EXPECT_TRUE(rig.defender().closed());
  EXPECT_EQ(rig.statistics().given_up, 2u);  // The padding is not counted.
  EXPECT_EQ(rig.defender().NextDeadline(), std::nullopt);
  EXPECT_FALSE(rig.defender().PollPacket(At(200)).has_value());
}

TEST(DefenderCloseTest, AnEndOfBlockingAtTheLimitStillLetsItDrain) {
  Rig rig({BlocksFor(60)}, {.close_limit = base::Microseconds(50)});
  rig.Receive(Kind::kNormal, 0);
  rig.Send(5);
  rig.defender().Close(At(10));
  rig.Run(1000);
  EXPECT_EQ(rig.statistics().given_up, 0u);
  EXPECT_EQ(rig.statistics().normal_sent.packets, 1u);
}

TEST(DefenderCloseTest, WhatArrivesAfterwardsIsOnlyCounted) {
  Defender defender = CreateDefender({BlocksFor(100)});
  defender.Close(At(0));
  defender.HandleReceived(Kind::kPadding, 7, At(1));
  EXPECT_THAT(TakeEventTexts(defender), IsEmpty());
  EXPECT_EQ(defender.statistics().padding_received.bytes, 7u);
  EXPECT_EQ(defender.NextDeadline(), std::nullopt);
}

}  // namespace
}  // namespace maybenot
