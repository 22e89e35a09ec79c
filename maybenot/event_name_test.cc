#include "maybenot/event_name.h"

#include "gtest/gtest.h"

namespace maybenot {
namespace {

TEST(EventNameTest, FollowsTheNumbersOfTheWire) {
  EXPECT_EQ(EventName(Event::kNormalRecv), "NormalRecv");
  EXPECT_EQ(EventName(Event::kTunnelSent), "TunnelSent");
  EXPECT_EQ(EventName(Event::kCounterZero), "CounterZero");
  EXPECT_EQ(EventName(Event::kSignal), "Signal");
}

TEST(EventNameTest, RefusesWhatIsNoEvent) {
  EXPECT_DEATH(EventName(Event{13}), "CHECK failed");
}

}  // namespace
}  // namespace maybenot
