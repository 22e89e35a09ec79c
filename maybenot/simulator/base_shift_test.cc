#include "maybenot/simulator/base_shift.h"

#include "base/time.h"
#include "gtest/gtest.h"

namespace maybenot::simulator {
namespace {

constexpr base::Duration kNetworkDelay = base::Milliseconds(10);

base::Instant At(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

TEST(BaseShiftTest, NothingIsShiftedAtFirst) {
  const BaseShift shift(kNetworkDelay);
  EXPECT_EQ(shift.next(), kNever);
  EXPECT_EQ(shift.client(), base::Duration(0));
  EXPECT_EQ(shift.server(), base::Duration(0));
}

// Held back for 15 ms at the client: its own packets shift 4 * 10 - 15 = 25 ms
// later, the server's 3 * 10 - 15 = 15 ms later.
TEST(BaseShiftTest, WhatTheClientHeldShiftsTheServerFirst) {
  BaseShift shift(kNetworkDelay);
  shift.Add(base::Milliseconds(15), At(100), SideName::kClient);
  EXPECT_EQ(shift.next(), At(115));
  shift.ApplyNext();
  EXPECT_EQ(shift.server(), base::Milliseconds(15));
  EXPECT_EQ(shift.client(), base::Duration(0));
  EXPECT_EQ(shift.next(), At(125));
  shift.ApplyNext();
  EXPECT_EQ(shift.client(), base::Milliseconds(15));
  EXPECT_EQ(shift.next(), kNever);
}

// At the server: the client's at once, for 1 * 10 - 15 is below zero, and the
// server's 4 * 10 - 15 = 25 ms later.
TEST(BaseShiftTest, WhatTheServerHeldShiftsTheClientFirst) {
  BaseShift shift(kNetworkDelay);
  shift.Add(base::Milliseconds(15), At(100), SideName::kServer);
  EXPECT_EQ(shift.next(), At(100));
  shift.ApplyNext();
  EXPECT_EQ(shift.client(), base::Milliseconds(15));
  EXPECT_EQ(shift.next(), At(125));
  shift.ApplyNext();
  EXPECT_EQ(shift.server(), base::Milliseconds(15));
}

TEST(BaseShiftTest, ShiftsAddUpInTheOrderOfTheirTimes) {
  BaseShift shift(kNetworkDelay);
  shift.Add(base::Milliseconds(1), At(100), SideName::kClient);  // c 139, s 129
  shift.Add(base::Milliseconds(2), At(90), SideName::kClient);   // c 128, s 118
  EXPECT_EQ(shift.next(), At(118));
  shift.ApplyNext();
  EXPECT_EQ(shift.next(), At(128));
  shift.ApplyNext();
  EXPECT_EQ(shift.next(), At(129));
  shift.ApplyNext();
  EXPECT_EQ(shift.server(), base::Milliseconds(3));
  EXPECT_EQ(shift.client(), base::Milliseconds(2));
}

TEST(BaseShiftTest, StopsGrowingAtItsBound) {
  BaseShift shift(kNetworkDelay);
  for (int i = 0; i < 3; ++i) {
    shift.Add(BaseShift::kMax, At(0), SideName::kServer);
    shift.ApplyNext();
    shift.ApplyNext();
  }
  EXPECT_EQ(shift.client(), BaseShift::kMax);
  EXPECT_EQ(shift.server(), BaseShift::kMax);
}

}  // namespace
}  // namespace maybenot::simulator
