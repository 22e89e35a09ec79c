#include "net/timers.h"

#include <boost/asio/post.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "gtest/gtest.h"
#include "net/clock.h"
#include "net/executor.h"

namespace net {
namespace {

// Real time passes here, a few milliseconds of it; nothing is asserted of how
// much, but that no timer is early. Run() returns once no timer is set.
class TimersTest : public ::testing::Test {
 protected:
  base::Instant In(std::int64_t ms) const {
    return clock_.Now() + base::Milliseconds(ms);
  }
  void Run() { io_context_.run_for(std::chrono::seconds(60)); }

  IoContext io_context_;
  Clock clock_;
  Timers timers_{io_context_, clock_};
  std::string order_;
};

TEST_F(TimersTest, CallsBackOnceAndNotEarly) {
  int calls = 0;
  base::Instant due = In(5);
  Timer timer(&timers_, [&] {
    ++calls;
    EXPECT_GE(clock_.Now(), due);
  });
  timer.Set(due);
  EXPECT_EQ(calls, 0);
  Run();
  EXPECT_EQ(calls, 1);
}

TEST_F(TimersTest, RunsInDeadlineOrderHoweverSet) {
  Timer c(&timers_, [this] { order_ += 'c'; });
  Timer a(&timers_, [this] { order_ += 'a'; });
  Timer b(&timers_, [this] { order_ += 'b'; });
  const base::Instant first = In(3);
  c.Set(first + base::Milliseconds(2));
  a.Set(first);
  b.Set(first + base::Milliseconds(1));
  Run();
  EXPECT_EQ(order_, "abc");
}

TEST_F(TimersTest, WhatIsPastRunsFromTheLoopAndStillInOrder) {
  Timer a(&timers_, [this] { order_ += 'a'; });
  Timer b(&timers_, [this] { order_ += 'b'; });
  Timer c(&timers_, [this] { order_ += 'c'; });
  b.Set(In(-1));
  c.Set(In(-1));
  a.Set(In(-20));
  EXPECT_EQ(order_, "");
  Run();
  EXPECT_EQ(order_, "abc");
}

TEST_F(TimersTest, SettingReplacesAndNoneCancels) {
  Timer later(&timers_, [this] { order_ += 'l'; });
  Timer never(&timers_, [this] { order_ += 'n'; });
  Timer other(&timers_, [this] { order_ += 'o'; });
  later.Set(In(1));
  never.Set(In(2));
  other.Set(In(4));
  later.Set(In(8));
  never.Set(std::nullopt);
  Run();
  EXPECT_EQ(order_, "ol");
}

TEST_F(TimersTest, AnEarlierDeadlineIsNotHeldUpByALaterOne) {
  Timer stop(&timers_, [this] { io_context_.stop(); });
  Timer late(&timers_, [this] { order_ += 'l'; });
  late.Set(In(3600 * 1000));
  stop.Set(In(1));
  Run();
  EXPECT_EQ(order_, "");
  EXPECT_TRUE(io_context_.stopped());
}

TEST_F(TimersTest, ACallbackMaySetItsOwnTimer) {
  int calls = 0;
  Timer timer(&timers_, [&] {
    if (++calls < 5) timer.Set(In(1));
  });
  timer.Set(In(1));
  Run();
  EXPECT_EQ(calls, 5);
}

TEST_F(TimersTest, ACallbackMayDestroyItsOwnTimerAndUseWhatItHolds) {
  auto held = std::make_shared<std::string>("held");
  std::unique_ptr<Timer> timer;
  timer = std::make_unique<Timer>(&timers_, [this, &timer, held] {
    timer.reset();
    order_ += *held;
  });
  timer->Set(In(1));
  Run();
  EXPECT_EQ(order_, "held");
  EXPECT_EQ(held.use_count(), 1);
}

TEST_F(TimersTest, ACallbackMayDestroyAndReplaceOthers) {
  std::unique_ptr<Timer> victim =
      std::make_unique<Timer>(&timers_, [this] { order_ += 'v'; });
  std::unique_ptr<Timer> successor;
  std::unique_ptr<Timer> self;
  // All are due together; the successor of `self` gets its place.
  self = std::make_unique<Timer>(&timers_, [&, this] {
    order_ += 's';
    victim.reset();
    Timers* const timers = &timers_;
    std::string* const order = &order_;
    std::unique_ptr<Timer>& place = successor;
    self.reset();
    place = std::make_unique<Timer>(timers, [order] { *order += 'n'; });
    place->Set(base::Instant{});
  });
  self->Set(In(-2));
  victim->Set(In(-1));
  Run();
  EXPECT_EQ(order_, "sn");
  successor->Set(In(1));
  io_context_.restart();
  Run();
  EXPECT_EQ(order_, "snn");
}

TEST_F(TimersTest, ATimerThatIsAlwaysDueLeavesOthersTheirTurn) {
  int calls = 0;
  Timer stop(&timers_, [this] { order_ += 's'; });
  Timer greedy(&timers_, [&] {
    greedy.Set(base::Instant{});
    // Only a limit to what is done at once lets the loop come to this.
    if (++calls == 1) {
      asio::post(io_context_, [&] {
        order_ += 'p';
        greedy.Set(std::nullopt);
        stop.Set(base::Instant{});
      });
    }
  });
  greedy.Set(base::Instant{});
  Run();
  EXPECT_EQ(order_, "ps");
  EXPECT_GT(calls, 1);
}

TEST_F(TimersTest, NothingKeepsTheLoopOnceNoTimerIsSet) {
  Timer later(&timers_, [this] { order_ += 'l'; });
  later.Set(In(3'600'000));
  io_context_.poll();
  EXPECT_FALSE(io_context_.stopped());
  later.Set(std::nullopt);
  io_context_.poll();
  EXPECT_TRUE(io_context_.stopped());

  later.Set(In(0));
  io_context_.restart();
  Run();
  EXPECT_EQ(order_, "l");
}

TEST_F(TimersTest, ATimerThatIsGoneKeepsNoLoop) {
  std::make_unique<Timer>(&timers_, [] {})->Set(In(3'600'000));
  io_context_.poll();
  EXPECT_TRUE(io_context_.stopped());
}

TEST_F(TimersTest, ManyTimersEachOnce) {
  constexpr int kTimers = 1000;
  std::vector<std::unique_ptr<Timer>> timers;
  std::vector<base::Instant> due;
  std::vector<int> calls(kTimers);
  const base::Instant start = In(1);
  base::Instant latest;
  for (int i = 0; i < kTimers; ++i) {
    due.push_back(start + base::Microseconds((i * 7919) % 5000));
    timers.push_back(std::make_unique<Timer>(&timers_, [&, i] {
      const auto at = static_cast<std::size_t>(i);
      ++calls[at];
      EXPECT_GE(due[at], latest);
      latest = due[at];
    }));
    timers.back()->Set(due.back());
  }
  Run();
  EXPECT_EQ(calls, std::vector<int>(kTimers, 1));
}

TEST_F(TimersTest, ATimerIsSmall) { static_assert(sizeof(Timer) <= 64); }

}  // namespace
}  // namespace net
