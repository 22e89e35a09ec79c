#include "base/deadlines.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"

namespace base {
namespace {

Instant At(std::int64_t ms) { return Instant{} + Milliseconds(ms); }

TEST(DeadlinesTest, EarliestFirstAndOnlyWhenDue) {
  Deadlines deadlines;
  EXPECT_FALSE(deadlines.Next());
  EXPECT_FALSE(deadlines.PopDue(At(100)));
  deadlines.Set(5, At(30));
  deadlines.Set(2, At(10));
  deadlines.Set(9, At(20));
  EXPECT_EQ(deadlines.Next(), At(10));
  EXPECT_FALSE(deadlines.PopDue(At(9)));
  EXPECT_EQ(deadlines.PopDue(At(20)), 2u);
  EXPECT_EQ(deadlines.PopDue(At(20)), 9u);
  EXPECT_FALSE(deadlines.PopDue(At(20)));
  EXPECT_EQ(deadlines.Next(), At(30));
}

TEST(DeadlinesTest, TiesGoInTheOrderOfSetting) {
  Deadlines deadlines;
  for (std::uint32_t key : {4u, 1u, 3u, 0u, 2u}) deadlines.Set(key, At(7));
  deadlines.Set(4, At(7));  // Set again: now last.
  for (std::uint32_t key : {1u, 3u, 0u, 2u, 4u}) {
    EXPECT_EQ(deadlines.PopDue(At(7)), key);
  }
}

TEST(DeadlinesTest, SettingReplacesAndClearingRemoves) {
  Deadlines deadlines;
  deadlines.Set(1, At(10));
  deadlines.Set(2, At(20));
  deadlines.Set(1, At(40));
  EXPECT_EQ(deadlines.Next(), At(20));
  deadlines.Clear(2);
  deadlines.Clear(2);
  deadlines.Clear(1000);
  EXPECT_EQ(deadlines.PopDue(At(50)), 1u);
  EXPECT_FALSE(deadlines.Next());
}

// Against an ordered map of (deadline, sequence).
TEST(DeadlinesTest, DoesAsAnOrderedMapDoes) {
  Random random = Random::FromSeed(11);
  Deadlines deadlines;
  std::map<std::pair<Instant, int>, std::uint32_t> model;
  const auto forget = [&model](std::uint32_t key) {
    std::erase_if(model,
                  [key](const auto& entry) { return entry.second == key; });
  };
  for (int step = 0; step < 20000; ++step) {
    const std::uint32_t key = random.NextU32() % 40;
    const Instant at = At(random.NextU32() % 50);
    switch (random.NextU32() % 4) {
      case 0:
      case 1:
        forget(key);
        deadlines.Set(key, at);
        model[{at, step}] = key;
        break;
      case 2:
        forget(key);
        deadlines.Clear(key);
        break;
      default: {
        const std::optional<std::uint32_t> due = deadlines.PopDue(at);
        const bool expected =
            !model.empty() && model.begin()->first.first <= at;
        ASSERT_EQ(due.has_value(), expected);
        if (!expected) break;
        ASSERT_EQ(*due, model.begin()->second);
        model.erase(model.begin());
      }
    }
    ASSERT_EQ(deadlines.Next().has_value(), !model.empty());
    if (!model.empty()) {
      ASSERT_EQ(deadlines.Next(), model.begin()->first.first);
    }
  }
}

}  // namespace
}  // namespace base
