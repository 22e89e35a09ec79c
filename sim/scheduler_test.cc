#include "sim/scheduler.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"

namespace sim {
namespace {

constexpr base::Instant AtMs(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

TEST(SchedulerTest, RunsByInstantAndThenInTheOrderOfScheduling) {
  Scheduler scheduler;
  std::vector<int> order;
  scheduler.At(AtMs(20), [&] { order.push_back(3); });
  scheduler.At(AtMs(10), [&] { order.push_back(1); });
  scheduler.At(AtMs(10), [&] { order.push_back(2); });
  EXPECT_EQ(scheduler.NextEvent(), AtMs(10));
  while (scheduler.Step()) {
  }
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(scheduler.now(), AtMs(20));
  EXPECT_EQ(scheduler.events_run(), 3u);
  EXPECT_EQ(scheduler.NextEvent(), std::nullopt);
}

TEST(SchedulerTest, RunUntilIncludesItsEndAndLeavesTheClockThere) {
  Scheduler scheduler;
  int runs = 0;
  scheduler.At(AtMs(5), [&] { ++runs; });
  scheduler.At(AtMs(6), [&] { ++runs; });
  scheduler.RunUntil(AtMs(5));
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(scheduler.now(), AtMs(5));
  scheduler.RunUntil(AtMs(9));
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(scheduler.now(), AtMs(9));
}

TEST(SchedulerTest, ThePastIsNow) {
  Scheduler scheduler;
  scheduler.RunUntil(AtMs(7));
  base::Instant ran{};
  scheduler.At(AtMs(3), [&] { ran = scheduler.now(); });
  EXPECT_TRUE(scheduler.Step());
  EXPECT_EQ(ran, AtMs(7));
}

TEST(SchedulerTest, CallbacksScheduleForTheirOwnInstantAfterWhatWaitsThere) {
  Scheduler scheduler;
  std::vector<int> order;
  scheduler.At(AtMs(1), [&] {
    order.push_back(1);
    scheduler.At(AtMs(1), [&] { order.push_back(3); });
  });
  scheduler.At(AtMs(1), [&] { order.push_back(2); });
  scheduler.RunUntil(AtMs(1));
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
}

TEST(SchedulerTest, CancelIsIdempotentAndSparesTheSlotsNextEvent) {
  Scheduler scheduler;
  int runs = 0;
  const Scheduler::EventId first = scheduler.At(AtMs(1), [&] { runs += 1; });
  scheduler.Cancel(first);
  scheduler.At(AtMs(2), [&] { runs += 10; });  // Takes the freed slot.
  scheduler.Cancel(first);
  scheduler.RunUntil(AtMs(3));
  EXPECT_EQ(runs, 10);
}

TEST(SchedulerTest, AnEventThatCancelsItselfHasAlreadyRun) {
  Scheduler scheduler;
  int runs = 0;
  Scheduler::EventId self{};
  self = scheduler.At(AtMs(1), [&] {
    ++runs;
    scheduler.Cancel(self);
  });
  scheduler.At(AtMs(2), [&] { ++runs; });
  scheduler.RunUntil(AtMs(2));
  EXPECT_EQ(runs, 2);
}

// Against an ordered map, over 20,000 random operations.
TEST(SchedulerTest, AgreesWithAnOrderedMap) {
  using Key = std::pair<base::Instant, std::uint64_t>;
  Scheduler scheduler;
  std::map<Key, Scheduler::EventId> model;
  std::optional<Key> ran;
  std::uint64_t sequence = 0;
  base::Random random = base::Random::FromSeed(1);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t draw = random.NextU64();
    if (draw % 4 < 2) {
      const Key key(scheduler.now() + base::Milliseconds((draw >> 8) % 50),
                    sequence++);
      model[key] = scheduler.At(key.first, [&ran, key] { ran = key; });
    } else if (draw % 4 == 2 && !model.empty()) {
      auto it = model.begin();
      std::advance(it, (draw >> 8) % model.size());
      scheduler.Cancel(it->second);
      model.erase(it);
    } else if (!model.empty()) {
      ASSERT_EQ(scheduler.NextEvent(), model.begin()->first.first);
      ASSERT_TRUE(scheduler.Step());
      ASSERT_EQ(ran, model.begin()->first);
      model.erase(model.begin());
    }
  }
  EXPECT_GT(scheduler.events_run(), 4000u);
}

}  // namespace
}  // namespace sim
