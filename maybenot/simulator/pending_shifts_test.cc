#include "maybenot/simulator/pending_shifts.h"

#include <cstdint>

#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {
namespace {

constexpr base::Duration kNetworkDelay = base::Milliseconds(10);

base::Instant At(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

void ExpectNext(PendingShifts& shifts, std::int64_t at_ms, SideName side,
                std::int64_t delay_ms) {
  EXPECT_EQ(shifts.next(), At(at_ms));
  const PendingShifts::Shift shift = shifts.PopNext();
  EXPECT_EQ(shift.at, At(at_ms));
  EXPECT_EQ(shift.side, side);
  EXPECT_EQ(shift.delay, base::Milliseconds(delay_ms));
}

TEST(PendingShiftsTest, NoneIsToComeAtFirst) {
  EXPECT_EQ(PendingShifts(kNetworkDelay).next(), kNever);
}

// Held back for 15 ms at the client: its own packets shift 4 * 10 - 15 = 25 ms
// later, the server's 3 * 10 - 15 = 15 ms later.
TEST(PendingShiftsTest, WhatTheClientHeldShiftsTheServerFirst) {
  PendingShifts shifts(kNetworkDelay);
  shifts.Add(base::Milliseconds(15), At(100), SideName::kClient);
  ExpectNext(shifts, 115, SideName::kServer, 15);
  ExpectNext(shifts, 125, SideName::kClient, 15);
  EXPECT_EQ(shifts.next(), kNever);
}

// At the server: the client's at once, for 1 * 10 - 15 is below zero, and the
// server's 4 * 10 - 15 = 25 ms later.
TEST(PendingShiftsTest, WhatTheServerHeldShiftsTheClientFirst) {
  PendingShifts shifts(kNetworkDelay);
  shifts.Add(base::Milliseconds(15), At(100), SideName::kServer);
  ExpectNext(shifts, 100, SideName::kClient, 15);
  ExpectNext(shifts, 125, SideName::kServer, 15);
}

TEST(PendingShiftsTest, TheyComeInTheOrderOfTheirTimes) {
  PendingShifts shifts(kNetworkDelay);
  shifts.Add(base::Milliseconds(1), At(100), SideName::kClient);
  shifts.Add(base::Milliseconds(2), At(90), SideName::kClient);
  ExpectNext(shifts, 118, SideName::kServer, 2);
  ExpectNext(shifts, 128, SideName::kClient, 2);
  ExpectNext(shifts, 129, SideName::kServer, 1);
  ExpectNext(shifts, 139, SideName::kClient, 1);
}

TEST(PendingShiftsTest, ABurstGoesOnForAMillisecond) {
  EXPECT_TRUE(PendingShifts::IsOfBurst(At(2), At(1)));
  const base::Duration ns(1);
  EXPECT_FALSE(PendingShifts::IsOfBurst(At(2), At(1) - ns));
  EXPECT_FALSE(PendingShifts::IsOfBurst(At(2) + ns, At(1)));
  EXPECT_TRUE(PendingShifts::IsOfBurst(At(2), At(5)));
  EXPECT_FALSE(PendingShifts::IsOfBurst(kNever, At(5)));
}

}  // namespace
}  // namespace maybenot::simulator
