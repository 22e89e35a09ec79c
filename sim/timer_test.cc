#include "sim/timer.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sim/scheduler.h"

namespace sim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr base::Instant AtMs(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

class TimerTest : public ::testing::Test {
 protected:
  Scheduler scheduler_;
  std::vector<base::Instant> calls_;
  std::optional<Timer> timer_{std::in_place, &scheduler_,
                              [this] { calls_.push_back(scheduler_.now()); }};
};

TEST_F(TimerTest, CallsOnceAtWhereItWasSetLast) {
  timer_->Set(AtMs(10));
  timer_->Set(AtMs(5));
  scheduler_.RunUntil(AtMs(20));
  EXPECT_THAT(calls_, ElementsAre(AtMs(5)));
}

TEST_F(TimerTest, MayBeUnset) {
  timer_->Set(AtMs(10));
  timer_->Set(std::nullopt);
  scheduler_.RunUntil(AtMs(20));
  EXPECT_THAT(calls_, IsEmpty());
}

TEST_F(TimerTest, IsUnsetWhenItGoes) {
  timer_->Set(AtMs(10));
  timer_.reset();
  scheduler_.RunUntil(AtMs(20));
  EXPECT_THAT(calls_, IsEmpty());
}

}  // namespace
}  // namespace sim
