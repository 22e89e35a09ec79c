#include "maybenot/simulator/machine_timers.h"

#include "base/time.h"
#include "gtest/gtest.h"

namespace maybenot::simulator {
namespace {

base::Instant At(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

TEST(MachineTimersTest, KnowsWhichIsFirst) {
  MachineTimers timers(3);
  EXPECT_EQ(timers.next(), kNever);
  timers.Set(1, At(5));
  timers.Set(2, At(3));
  EXPECT_EQ(timers.next(), At(3));
  EXPECT_EQ(timers.first(), 2u);
  timers.Set(2, At(9));  // Put off: the other is first.
  EXPECT_EQ(timers.next(), At(5));
  EXPECT_EQ(timers.first(), 1u);
  timers.Clear(1);
  EXPECT_EQ(timers.next(), At(9));
  timers.Clear(2);
  EXPECT_EQ(timers.next(), kNever);
}

TEST(MachineTimersTest, OfEqualsTheLowestMachineIsFirst) {
  MachineTimers timers(3);
  timers.Set(2, At(4));
  timers.Set(0, At(4));
  timers.Set(1, At(4));
  EXPECT_EQ(timers.first(), 0u);
  timers.Clear(0);
  EXPECT_EQ(timers.first(), 1u);
  EXPECT_EQ(timers.due(0), kNever);
  EXPECT_EQ(timers.due(2), At(4));
}

TEST(MachineTimersTest, NoMachinesHaveNoTimer) {
  EXPECT_EQ(MachineTimers(0).next(), kNever);
}

}  // namespace
}  // namespace maybenot::simulator
