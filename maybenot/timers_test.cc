#include "maybenot/timers.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace maybenot {
namespace {

constexpr MachineId kFirst{0};
constexpr MachineId kSecond{1};

base::Instant At(std::int64_t us) {
  return base::Instant{} + base::Microseconds(us);
}

TriggerAction Pad(MachineId machine, std::int64_t timeout_us) {
  return {.kind = TriggerAction::Kind::kSendPadding,
          .machine = machine,
          .timeout = base::Microseconds(timeout_us)};
}

TriggerAction Update(MachineId machine, std::int64_t us, bool replace = false) {
  return {.kind = TriggerAction::Kind::kUpdateTimer,
          .machine = machine,
          .replace = replace,
          .duration = base::Microseconds(us)};
}

TEST(TimersTest, NothingIsDueAtFirst) {
  const Timers timers(2);
  EXPECT_EQ(timers.Next(), std::nullopt);
  EXPECT_FALSE(timers.has_action());
}

TEST(TimersTest, AnActionOverwritesThePendingOne) {
  Timers timers(1);
  timers.SetAction(Pad(kFirst, 10), At(0));
  timers.SetAction(Pad(kFirst, 30), At(5));  // Due at 5 + 30.
  EXPECT_EQ(timers.Next(), At(35));
  EXPECT_EQ(timers.PopFirst().action, Pad(kFirst, 30));
  EXPECT_EQ(timers.Next(), std::nullopt);
}

TEST(TimersTest, EarlierDeadlinesExpireFirst) {
  Timers timers(2);
  timers.SetAction(Pad(kFirst, 10), At(0));
  timers.SetAction(Pad(kSecond, 9), At(0));
  EXPECT_TRUE(timers.UpdateInternal(Update(kFirst, 11), At(0)));
  EXPECT_EQ(timers.PopFirst().action, Pad(kSecond, 9));
  EXPECT_EQ(timers.PopFirst().action, Pad(kFirst, 10));
  EXPECT_EQ(timers.PopFirst().action, std::nullopt);
}

TEST(TimersTest, AtOneInstantInternalBeforeActionThenByMachine) {
  Timers timers(2);
  timers.SetAction(Pad(kSecond, 10), At(0));
  timers.SetAction(Pad(kFirst, 10), At(0));
  EXPECT_TRUE(timers.UpdateInternal(Update(kSecond, 10), At(0)));
  EXPECT_TRUE(timers.UpdateInternal(Update(kFirst, 10), At(0)));
  Timers::Expired expired = timers.PopFirst();
  EXPECT_EQ(expired.machine, kFirst);
  EXPECT_FALSE(expired.action.has_value());
  expired = timers.PopFirst();
  EXPECT_EQ(expired.machine, kSecond);
  EXPECT_FALSE(expired.action.has_value());
  EXPECT_EQ(timers.PopFirst().action, Pad(kFirst, 10));
  EXPECT_EQ(timers.PopFirst().action, Pad(kSecond, 10));
}

TEST(TimersTest, AnInternalTimerTakesOnlyALaterEnd) {
  Timers timers(1);
  EXPECT_TRUE(timers.UpdateInternal(Update(kFirst, 10), At(0)));
  EXPECT_FALSE(timers.UpdateInternal(Update(kFirst, 6), At(4)));  // 10 again.
  EXPECT_TRUE(timers.UpdateInternal(Update(kFirst, 7), At(4)));   // 11.
  EXPECT_EQ(timers.Next(), At(11));
}

TEST(TimersTest, ReplaceTakesAnyEnd) {
  Timers timers(1);
  EXPECT_TRUE(timers.UpdateInternal(Update(kFirst, 10), At(0)));
  EXPECT_TRUE(timers.UpdateInternal(Update(kFirst, 2, true), At(4)));
  EXPECT_EQ(timers.Next(), At(6));
}

TEST(TimersTest, ZeroLengthIsSetOnlyWithReplace) {
  Timers timers(1);
  EXPECT_FALSE(timers.UpdateInternal(Update(kFirst, 0), At(4)));
  EXPECT_EQ(timers.Next(), std::nullopt);
  EXPECT_TRUE(timers.UpdateInternal(Update(kFirst, 0, true), At(4)));
  EXPECT_EQ(timers.Next(), At(4));
}

TEST(TimersTest, CancelTakesTheNamedTimerOfTheNamedMachine) {
  Timers timers(2);
  const auto arm = [&timers](MachineId machine) {
    timers.SetAction(Pad(machine, 10), At(0));
    timers.UpdateInternal(Update(machine, 20, true), At(0));
  };
  arm(kFirst);
  timers.Cancel(kSecond, Timer::kAll);
  EXPECT_EQ(timers.Next(), At(10));
  timers.Cancel(kFirst, Timer::kAction);
  EXPECT_EQ(timers.Next(), At(20));
  EXPECT_FALSE(timers.has_action());
  arm(kFirst);
  timers.Cancel(kFirst, Timer::kInternal);
  EXPECT_EQ(timers.PopFirst().action, Pad(kFirst, 10));
  EXPECT_EQ(timers.Next(), std::nullopt);
  arm(kFirst);
  timers.Cancel(kFirst, Timer::kAll);
  EXPECT_EQ(timers.Next(), std::nullopt);
}

TEST(TimersTest, CancelAllTakesAllOfAllMachines) {
  Timers timers(2);
  timers.SetAction(Pad(kSecond, 10), At(0));
  timers.UpdateInternal(Update(kFirst, 20), At(0));
  timers.CancelAll();
  EXPECT_EQ(timers.Next(), std::nullopt);
}

}  // namespace
}  // namespace maybenot
