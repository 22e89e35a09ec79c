#include "maybenot/capi/convert.h"

#include <cstdint>
#include <limits>

#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/action.h"
#include "maybenot/capi/maybenot.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace maybenot::capi {
namespace {

TEST(ConvertTest, EventsOfTheAbiAreNumberedTheirOwnWay) {
  const Event events[] = {Event::kNormalRecv,    Event::kPaddingRecv,
                          Event::kTunnelRecv,    Event::kNormalSent,
                          Event::kPaddingSent,   Event::kTunnelSent,
                          Event::kBlockingBegin, Event::kBlockingEnd,
                          Event::kTimerBegin,    Event::kTimerEnd};
  for (std::uint32_t type = 0; type < 10; ++type) {
    TriggerEvent event = {};
    EXPECT_TRUE(FromC({type, 5}, event));
    EXPECT_EQ(event, (TriggerEvent{events[type], MachineId{5}}));
  }
  for (const std::uint32_t type : {10u, 11u, 12u, 256u, 0xffffffffu}) {
    TriggerEvent event = {};
    EXPECT_FALSE(FromC({type, 5}, event)) << type;
  }
}

TEST(ConvertTest, AMachineBeyondTheLastIsStillNone) {
  // Cut to 32 bits, the first would be machine 0.
  for (const std::uint64_t machine : {0x100000000ull, 0xffffffffffffffffull}) {
    TriggerEvent event = {};
    EXPECT_TRUE(FromC({MaybenotEventType_TimerEnd, machine}, event));
    EXPECT_EQ(event.machine, MachineId{0xffffffff});
  }
}

TEST(ConvertTest, PaddingKeepsItsFlagsApart) {
  TriggerAction action = {.kind = TriggerAction::Kind::kSendPadding,
                          .machine = MachineId{3},
                          .bypass = true,
                          .timeout = base::Microseconds(1'500'000)};
  MaybenotAction out = {};
  ToC(action, out);
  EXPECT_EQ(out.tag, std::uint32_t{MaybenotAction_SendPadding});
  EXPECT_EQ(out.send_padding.machine, 3u);
  EXPECT_EQ(out.send_padding.timeout.secs, 1u);
  EXPECT_EQ(out.send_padding.timeout.nanos, 500'000'000u);
  EXPECT_TRUE(out.send_padding.bypass);
  EXPECT_FALSE(out.send_padding.replace);
}

TEST(ConvertTest, BlockingKeepsItsTimesApart) {
  const TriggerAction action = {.kind = TriggerAction::Kind::kBlockOutgoing,
                                .machine = MachineId{1},
                                .replace = true,
                                .timeout = base::Microseconds(1),
                                .duration = base::Seconds(86'400)};
  MaybenotAction out = {};
  ToC(action, out);
  EXPECT_EQ(out.tag, std::uint32_t{MaybenotAction_BlockOutgoing});
  EXPECT_EQ(out.block_outgoing.machine, 1u);
  EXPECT_EQ(out.block_outgoing.timeout.secs, 0u);
  EXPECT_EQ(out.block_outgoing.timeout.nanos, 1000u);
  EXPECT_EQ(out.block_outgoing.duration.secs, 86'400u);
  EXPECT_EQ(out.block_outgoing.duration.nanos, 0u);
  EXPECT_FALSE(out.block_outgoing.bypass);
  EXPECT_TRUE(out.block_outgoing.replace);
}

TEST(ConvertTest, CancelAndTimerHaveTheirBodies) {
  MaybenotAction out = {};
  ToC({.kind = TriggerAction::Kind::kCancel,
       .machine = MachineId{2},
       .timer = Timer::kInternal},
      out);
  EXPECT_EQ(out.tag, std::uint32_t{MaybenotAction_Cancel});
  EXPECT_EQ(out.cancel.machine, 2u);
  EXPECT_EQ(out.cancel.timer, std::uint32_t{MaybenotTimer_Internal});
  ToC({.kind = TriggerAction::Kind::kUpdateTimer,
       .machine = MachineId{4},
       .replace = true,
       .duration = base::Seconds(2)},
      out);
  EXPECT_EQ(out.tag, std::uint32_t{MaybenotAction_UpdateTimer});
  EXPECT_EQ(out.update_timer.machine, 4u);
  EXPECT_EQ(out.update_timer.duration.secs, 2u);
  EXPECT_TRUE(out.update_timer.replace);
}

TEST(ConvertTest, TimesSaturate) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(InstantOf(0), base::Instant{});
  EXPECT_EQ(InstantOf(kMost), base::Instant::max());
  EXPECT_EQ(DurationOf(kMost), base::Duration::max());
  EXPECT_EQ(Nanoseconds(base::Duration(-1)), 0u);
  EXPECT_EQ(Nanoseconds(base::Microseconds(7)), 7000u);
}

}  // namespace
}  // namespace maybenot::capi
