// What the Defender does with padding: the table of SOURCE: spec/maybenot.md
// section 4, row by row, and what the queue makes of it.
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
using specs::Flags;
using specs::Idle;
using specs::Pads;
using specs::Spec;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

struct Row {
  std::string name;
  bool bypassable;
  Flags padding;
  bool packet_waits;  // A normal packet has waited since 5.
  std::vector<std::string> at_10;
  std::vector<std::string> at_100;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class DefenderTableTest : public testing::TestWithParam<Row> {};

// Machine 0 blocks from 0 to 100; machine 1 pads once, at 10.
TEST_P(DefenderTableTest, DoesWhatItsRowSays) {
  const Row& row = GetParam();
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                 Blocks({.timeout_us = 0, .duration_us = 100},
                        {.bypass = row.bypassable})}),
           Spec({Idle().On(Event::kBlockingBegin, 1), Pads(10, row.padding)})});
  rig.Send(0);
  if (row.packet_waits) rig.Send(5);
  rig.Run(9);
  rig.Events();
  rig.Run(99);
  EXPECT_THAT(rig.Events(), ElementsAreArray(row.at_10));
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAreArray(row.at_100));
}

const Flags kNone{};
const Flags kBypass{.bypass = true};
const Flags kReplace{.replace = true};
const Flags kBoth{.bypass = true, .replace = true};

std::vector<Row> Table() {
  const std::vector<std::string> sent{"10 PS:1"};
  const std::vector<std::string> sent_padding{"10 PS:1", "10 TS padding"};
  const std::vector<std::string> sent_normal{"10 PS:1", "10 TS normal"};
  const std::vector<std::string> end{"100 BE"};
  const std::vector<std::string> end_padding{"100 BE", "100 TS padding"};
  const std::vector<std::string> end_normal{"100 BE", "100 TS normal"};
  const std::vector<std::string> end_both{"100 BE", "100 TS normal",
                                          "100 TS padding"};
  return {
      {"FirmNone", false, kNone, false, sent, end_padding},
      {"FirmNoneQueued", false, kNone, true, sent, end_both},
      {"FirmBypass", false, kBypass, false, sent, end_padding},
      {"FirmBypassQueued", false, kBypass, true, sent, end_both},
      {"FirmReplace", false, kReplace, false, sent, end_padding},
      {"FirmReplaceQueued", false, kReplace, true, sent, end_normal},
      {"FirmBoth", false, kBoth, false, sent, end_padding},
      {"FirmBothQueued", false, kBoth, true, sent, end_normal},
      {"OpenNone", true, kNone, false, sent, end_padding},
      {"OpenNoneQueued", true, kNone, true, sent, end_both},
      {"OpenBypass", true, kBypass, false, sent_padding, end},
      {"OpenBypassQueued", true, kBypass, true, sent_padding, end_normal},
      {"OpenReplace", true, kReplace, false, sent, end_padding},
      {"OpenReplaceQueued", true, kReplace, true, sent, end_normal},
      {"OpenBoth", true, kBoth, false, sent_padding, end},
      {"OpenBothQueued", true, kBoth, true, sent_normal, end},
  };
}

INSTANTIATE_TEST_SUITE_P(Rows, DefenderTableTest, testing::ValuesIn(Table()),
                         [](const testing::TestParamInfo<Row>& row) {
                           return row.param.name;
                         });

// Blocks from 0 to 100, whatever is sent meanwhile.
MachineSpec BlocksOnce(Flags flags = {}) {
  return Spec({Idle().On(Event::kNormalSent, 1),
               Blocks({.timeout_us = 0, .duration_us = 100}, flags)});
}

// Pads every 10 from the first packet on, `count` times.
MachineSpec PadsEvery10(double count, Flags flags = {}) {
  return Spec({Idle().On(Event::kNormalSent, 1),
               Pads(10, flags).On(Event::kPaddingSent, 1).Limit(count)});
}

TEST(DefenderPaddingTest, OneWaitingPacketServesManyPaddings) {
  Rig rig({BlocksOnce(), PadsEvery10(3, kReplace)});
  rig.Send(0);
  rig.Run(1000);
  EXPECT_THAT(rig.Events(),
              ElementsAre("0 NS", "0 TS normal", "0 BB:0", "10 PS:1", "20 PS:1",
                          "30 PS:1", "100 BE", "100 TS padding"));
  EXPECT_EQ(rig.statistics().padding_replaced, 2u);
}

TEST(DefenderPaddingTest, ReplacingReleasesWaitingPacketsInOrder) {
  Rig rig({BlocksOnce(kBypass), PadsEvery10(3, kBoth)});
  rig.Send(0);
  rig.Send(1);
  rig.Send(2);
  rig.Run(1000);
  // Two packets waited: they leave at 10 and 20, and at 30 padding does.
  EXPECT_THAT(rig.Events(),
              ElementsAre("0 NS", "0 TS normal", "0 BB:0", "1 NS", "2 NS",
                          "10 PS:1", "10 TS normal", "20 PS:1", "20 TS normal",
                          "30 PS:1", "30 TS padding", "100 BE"));
  EXPECT_EQ(rig.statistics().padding_replaced, 2u);
}

TEST(DefenderPaddingTest, WithoutBlockingPaddingIsSentWhateverItsFlags) {
  for (const Flags flags : {kNone, kBypass, kReplace, kBoth}) {
    Rig rig({PadsEvery10(1, flags)});
    rig.Send(0);
    rig.Run(1000);
    EXPECT_THAT(rig.Events(),
                ElementsAre("0 NS", "0 TS normal", "10 PS:0", "10 TS padding"));
    EXPECT_EQ(rig.statistics().padding_replaced, 0u);
  }
}

TEST(DefenderPaddingTest, WithoutRoomAWaitingPacketServes) {
  Defender defender = CreateDefender({PadsEvery10(1, kReplace)});
  ASSERT_TRUE(defender.Enqueue(100, At(0)));
  defender.HandleDeadline(At(10));
  EXPECT_THAT(TakeEventTexts(defender), ElementsAre("0 NS", "10 PS:0"));
  EXPECT_EQ(defender.PollPacket(At(11))->kind, PacketKind::kNormal);
  EXPECT_FALSE(defender.PollPacket(At(11)).has_value());
  EXPECT_EQ(defender.statistics().padding_replaced, 1u);
}

TEST(DefenderPaddingTest, WithoutRoomPaddingWaitsInOrder) {
  Defender defender = CreateDefender({PadsEvery10(1)});
  ASSERT_TRUE(defender.Enqueue(100, At(0)));
  defender.HandleDeadline(At(10));
  ASSERT_TRUE(defender.Enqueue(200, At(11)));
  EXPECT_EQ(defender.PollPacket(At(12))->bytes, 100u);
  EXPECT_EQ(defender.PollPacket(At(12))->kind, PacketKind::kPadding);
  EXPECT_EQ(defender.PollPacket(At(12))->bytes, 200u);
  EXPECT_FALSE(defender.PollPacket(At(12)).has_value());
}

// What bypass has released goes before the rest, also when blocking has ended
// before the transport had room.
TEST(DefenderPaddingTest, WhatBypassReleasedGoesFirst) {
  Defender defender =
      CreateDefender({BlocksOnce(kBypass), PadsEvery10(1, kBypass)});
  ASSERT_TRUE(defender.Enqueue(1, At(0)));
  defender.HandleDeadline(At(0));   // BlockingBegin.
  defender.HandleDeadline(At(10));  // PaddingSent.
  EXPECT_EQ(defender.PollPacket(At(20))->kind, PacketKind::kPadding);
  EXPECT_FALSE(defender.PollPacket(At(20)).has_value());
  defender.HandleDeadline(At(100));
  EXPECT_EQ(defender.PollPacket(At(100))->kind, PacketKind::kNormal);
}

TEST(DefenderPaddingTest, WhatIsReleasedServesPaddingThatBypasses) {
  Defender defender =
      CreateDefender({BlocksOnce(kBypass), PadsEvery10(2, kBoth)});
  ASSERT_TRUE(defender.Enqueue(1, At(0)));
  defender.HandleDeadline(At(0));
  defender.HandleDeadline(At(10));  // Releases the packet.
  defender.HandleDeadline(At(20));  // It still waits for room, and serves.
  EXPECT_EQ(defender.statistics().padding_replaced, 2u);
  EXPECT_EQ(defender.PollPacket(At(20))->kind, PacketKind::kNormal);
  EXPECT_FALSE(defender.PollPacket(At(20)).has_value());
}

TEST(DefenderPaddingTest, PaddingThatMeetsAFullQueueIsDroppedButReported) {
  for (const Flags flags : {kNone, kBypass}) {
    Rig rig({BlocksOnce(kBypass), PadsEvery10(1, flags)}, {.queue_packets = 1});
    rig.Send(0);
    ASSERT_TRUE(rig.Send(1));  // Waits; the queue is full.
    rig.Run(1000);
    EXPECT_THAT(rig.Events(),
                ElementsAre("0 NS", "0 TS normal", "0 BB:0", "1 NS", "10 PS:1",
                            "100 BE", "100 TS normal"));
    EXPECT_EQ(rig.statistics().padding_dropped, 1u);
    EXPECT_EQ(rig.statistics().padding_sent.packets, 0u);
  }
}

TEST(DefenderPaddingTest, PaddingWithReplaceNeedsNoPlaceInAFullQueue) {
  Rig rig({BlocksOnce(kBypass), PadsEvery10(1, kReplace)},
          {.queue_packets = 1});
  rig.Send(0);
  ASSERT_TRUE(rig.Send(1));
  rig.Run(99);
  EXPECT_EQ(rig.statistics().padding_dropped, 0u);
  EXPECT_EQ(rig.statistics().padding_replaced, 1u);
}

TEST(DefenderPaddingTest, PaddingIsCountedWithItsBytesAndItsWaiting) {
  Defender defender =
      CreateDefender({BlocksOnce(), PadsEvery10(1)}, {.padding_bytes = 512});
  ASSERT_TRUE(defender.Enqueue(100, At(0)));
  ASSERT_TRUE(defender.PollPacket(At(0)).has_value());
  defender.HandleDeadline(At(0));
  defender.HandleDeadline(At(10));
  defender.HandleDeadline(At(100));
  const Defender::Packet padding = defender.PollPacket(At(100)).value();
  EXPECT_EQ(padding.kind, PacketKind::kPadding);
  EXPECT_EQ(padding.bytes, 512u);
  EXPECT_EQ(padding.waited, base::Microseconds(90));  // 100 - 10.
  EXPECT_EQ(defender.statistics().padding_sent.packets, 1u);
  EXPECT_EQ(defender.statistics().padding_sent.bytes, 512u);
  EXPECT_EQ(defender.statistics().normal_waited, base::Duration(0));
}

TEST(DefenderPaddingTest, ALaterActionOverwritesThePendingOne) {
  // The received packet at 5 replaces padding due at 10 by padding due at 25.
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                 Pads(10).On(Event::kNormalRecv, 2), Pads(20)})});
  rig.Send(0);
  rig.Receive(PacketKind::kNormal, 5);
  rig.Events();
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAre("25 PS:0", "25 TS padding"));
}

TEST(DefenderPaddingTest, CancelOfTheActionTimerStopsPadding) {
  for (const Timer timer : {Timer::kAction, Timer::kAll}) {
    Rig rig(
        {Spec({Idle().On(Event::kNormalSent, 1),
               Pads(10).On(Event::kNormalRecv, 2), specs::Cancels(timer)})});
    rig.Send(0);
    rig.Receive(PacketKind::kNormal, 5);
    rig.Events();
    rig.Run(1000);
    EXPECT_THAT(rig.Events(), IsEmpty());
  }
}

TEST(DefenderPaddingTest, CancelOfTheInternalTimerLeavesPadding) {
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                 Pads(10).On(Event::kNormalRecv, 2),
                 specs::Cancels(Timer::kInternal)})});
  rig.Send(0);
  rig.Receive(PacketKind::kNormal, 5);
  rig.Events();
  rig.Run(1000);
  EXPECT_THAT(rig.Events(), ElementsAre("10 PS:0", "10 TS padding"));
}

}  // namespace
}  // namespace maybenot
