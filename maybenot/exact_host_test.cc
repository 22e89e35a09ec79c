#include "maybenot/exact_host.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/packet_queue.h"
#include "maybenot/testing/rig.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

using specs::Blocks;
using specs::Idle;
using specs::Pads;
using specs::SetsTimer;
using specs::Spec;
using testing::ElementsAre;

TEST(ExactHostTest, HandlesEachDeadlineAtItsInstant) {
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                 Pads(10).On(Event::kPaddingSent, 1).Limit(2)})});
  EXPECT_TRUE(rig.Send(5));
  rig.Run(1000);
  EXPECT_THAT(rig.Events(),
              ElementsAre("5 NS", "5 TS normal", "15 PS:0", "15 TS padding",
                          "25 PS:0", "25 TS padding"));
}

TEST(ExactHostTest, APacketComesBeforeTimersOfItsInstant) {
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1), Pads(10)})});
  EXPECT_TRUE(rig.Send(0));
  rig.Receive(PacketKind::kNormal, 10);
  rig.Run(10);
  EXPECT_THAT(rig.Events(), ElementsAre("0 NS", "0 TS normal", "10 TR normal",
                                        "10 NR", "10 PS:0", "10 TS padding"));
}

TEST(ExactHostTest, APacketComesAfterTheEndOfBlockingAndWhatWaited) {
  Rig rig({Spec({Idle().On(Event::kNormalSent, 1),
                 Blocks({.timeout_us = 0, .duration_us = 10})})});
  EXPECT_TRUE(rig.Send(0));
  EXPECT_TRUE(rig.Send(4));
  EXPECT_TRUE(rig.Send(10));
  EXPECT_THAT(rig.Events(),
              ElementsAre("0 NS", "0 TS normal", "0 BB:0", "4 NS", "10 BE",
                          "10 TS normal", "10 NS", "10 TS normal"));
}

TEST(ExactHostTest, StopsWhenMachinesHardlyLetTimePass) {
  Defender defender =
      CreateDefender({Spec({Idle().On(Event::kNormalSent, 1),
                            SetsTimer(0, true).On(Event::kTimerEnd, 1)})});
  ExactHost host(&defender, 3);
  EXPECT_TRUE(host.Enqueue(1, At(0)));
  EXPECT_FALSE(host.stopped());
  host.Run(At(1'000'000));
  EXPECT_TRUE(host.stopped());
  EXPECT_THAT(TakeEventTexts(defender),
              ElementsAre("0 NS", "0 TS normal", "0 TB:0", "0 TE:0", "0 TB:0",
                          "0 TE:0", "0 TB:0", "0 TE:0", "0 TB:0"));
}

}  // namespace
}  // namespace maybenot
