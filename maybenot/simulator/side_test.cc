#include "maybenot/simulator/side.h"

#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/queued_event.h"
#include "maybenot/simulator/testing/sides.h"
#include "maybenot/state.h"
#include "maybenot/testing/specs.h"

namespace maybenot::simulator {
namespace {

using Lane = EventQueue::Lane;

Side SideWith(std::vector<MachineSpec> machines, bool strict = false) {
  return MakeSide(SideName::kClient,
                  {.machines = specs::Compile(std::move(machines)),
                   .strict_reference = strict});
}

void NormalSent(Side& side, std::int64_t us) {
  side.Trigger({.at = At(us), .rank = Rank::kNormalSent}, At(us));
}

QueuedEvent PopInternal(Side& side) {
  return side.queue().Pop(Lane::kInternal);
}

TEST(SideTest, ATimerIsToldOfWhenItIsSetAndWhenItEnds) {
  Side side = SideWith({specs::Spec(
      {specs::Idle().On(Event::kNormalSent, 1), specs::SetsTimer(30)})});
  NormalSent(side, 5);
  EXPECT_EQ(PopInternal(side).rank, Rank::kTimerBegin);
  EXPECT_EQ(side.next_timer(), At(35));
  EXPECT_EQ(side.next_wake(), At(35));
  const QueuedEvent end = side.ExpireTimer();
  EXPECT_EQ(end.rank, Rank::kTimerEnd);
  EXPECT_EQ(end.at, At(35));
  EXPECT_EQ(side.next_wake(), kNever);
}

TEST(SideTest, ATimerThatWouldNotEndLaterIsNotSet) {
  Side side = SideWith({specs::Spec(
      {specs::Idle().On(Event::kNormalSent, 1),
       specs::SetsTimer(30).On(Event::kNormalSent, 2), specs::SetsTimer(25)})});
  NormalSent(side, 5);
  PopInternal(side);
  NormalSent(side, 10);  // To 35 as well.
  EXPECT_FALSE(side.queue().First().exists());
  EXPECT_EQ(side.next_timer(), At(35));
}

TEST(SideTest, CancelTakesAwayWhatItNames) {
  Side side =
      SideWith({specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                             specs::Pads(9).On(Event::kNormalSent, 2),
                             specs::Cancels(Timer::kAction)}),
                specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                             specs::SetsTimer(9).On(Event::kNormalSent, 2),
                             specs::Cancels(Timer::kAction)})});
  NormalSent(side, 1);
  EXPECT_EQ(side.next_action(), At(10));
  EXPECT_EQ(side.next_timer(), At(10));
  NormalSent(side, 2);
  EXPECT_EQ(side.next_action(), kNever);
  EXPECT_EQ(side.next_timer(), At(10));
}

TEST(SideTest, PaddingIsQueuedWithItsFlags) {
  Side side = SideWith(
      {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                    specs::Pads(9, {.bypass = true, .replace = true})})});
  NormalSent(side, 1);
  const QueuedEvent padding = side.ExpireAction();
  EXPECT_EQ(padding.rank, Rank::kPaddingSent);
  EXPECT_EQ(padding.at, At(10));
  EXPECT_TRUE(padding.padding && padding.bypass && padding.replace);
}

TEST(SideTest, BlockingStartsExtendsAndEnds) {
  Side side = SideWith({specs::Spec(
      {specs::Idle().On(Event::kNormalSent, 1),
       specs::Blocks({.timeout_us = 2, .duration_us = 10}, {.bypass = true})
           .On(Event::kNormalSent, 2),
       specs::Blocks({.timeout_us = 2, .duration_us = 20})})});
  NormalSent(side, 0);
  EXPECT_EQ(side.ExpireAction().rank, Rank::kBlockingBegin);
  EXPECT_EQ(side.blocking_end(), At(12));
  EXPECT_TRUE(side.blocking_bypassable());
  NormalSent(side, 1);
  side.ExpireAction();
  EXPECT_EQ(side.blocking_end(), At(23));
  EXPECT_FALSE(side.blocking_bypassable());
  EXPECT_EQ(side.EndBlocking().at, At(23));
  EXPECT_FALSE(side.blocked());
  EXPECT_EQ(side.next_wake(), kNever);
}

TEST(SideTest, AShorterBlockWithoutReplaceChangesNothing) {
  Side side = SideWith({specs::Spec(
      {specs::Idle().On(Event::kNormalSent, 1),
       specs::Blocks({.timeout_us = 0, .duration_us = 50})
           .On(Event::kNormalSent, 2),
       specs::Blocks({.timeout_us = 0, .duration_us = 5}, {.bypass = true})})});
  NormalSent(side, 0);
  side.ExpireAction();
  NormalSent(side, 10);
  side.ExpireAction();
  EXPECT_EQ(side.blocking_end(), At(50));
  EXPECT_FALSE(side.blocking_bypassable());
}

// A block of zero length ends once its beginning was told.
TEST(SideTest, ABlockOfZeroLengthBeginsAndThenEnds) {
  Side side = SideWith(
      {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                    specs::Blocks({.timeout_us = 0, .duration_us = 0})})});
  NormalSent(side, 7);
  const QueuedEvent begin = side.ExpireAction();
  EXPECT_TRUE(side.blocked());
  EXPECT_EQ(side.blocking_end(), kNever);
  EXPECT_GT(side.HeldUntil(At(7)), At(7));
  side.Trigger(begin, At(7));
  EXPECT_EQ(side.blocking_end(), At(7));
  EXPECT_EQ(side.next_wake(), At(7));
  EXPECT_EQ(side.EndBlocking().at, At(7));
}

TEST(SideTest, StrictlyAsTheReferenceABlockOfZeroLengthNeverEnds) {
  Side side = SideWith(
      {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                    specs::Blocks({.timeout_us = 0, .duration_us = 0})})},
      true);
  NormalSent(side, 7);
  EXPECT_EQ(side.ExpireAction().rank, Rank::kBlockingBegin);
  EXPECT_FALSE(side.blocked());
}

}  // namespace
}  // namespace maybenot::simulator
