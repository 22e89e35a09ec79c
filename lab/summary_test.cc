#include "lab/summary.h"

#include <map>
#include <optional>
#include <string>

#include "base/statistics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lab/results.pb.h"

namespace lab {
namespace {

using ::testing::Contains;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

results::Run MakeRun(std::uint64_t seed, std::uint64_t sent) {
  results::Run run;
  run.set_seed(seed);
  run.mutable_messages()->set_sent(sent);
  run.mutable_overhead()->mutable_bytes();
  return run;
}

TEST(SummaryTest, NamesEachNumberThatIsThere) {
  results::Run run = MakeRun(7, 12);
  run.mutable_overhead()->mutable_bytes()->set_sum(0.5);
  const std::map<std::string, double> numbers = Numbers(run);
  EXPECT_THAT(numbers, Contains(Pair("messages.sent", 12)));
  EXPECT_THAT(numbers, Contains(Pair("messages.received", 0)));
  EXPECT_THAT(numbers, Contains(Pair("overhead.bytes.sum", 0.5)));
  EXPECT_THAT(numbers, Not(Contains(Key("overhead.bytes.mean"))));
  EXPECT_THAT(numbers, Not(Contains(Key("seed"))));
}

TEST(SummaryTest, OneRunHasNoInterval) {
  results::Defense defense;
  *defense.add_runs() = MakeRun(1, 12);
  Summarize(&defense);
  EXPECT_EQ(defense.intervals_size(), 0);
  const std::optional<base::Interval> sent = Find(defense, "messages.sent");
  ASSERT_TRUE(sent.has_value());
  EXPECT_EQ(sent->mean, 12);
  EXPECT_EQ(sent->half_width, 0);
  EXPECT_FALSE(Find(defense, "overhead.bytes.sum").has_value());
}

TEST(SummaryTest, SeveralRunsHaveStudentsIntervals) {
  results::Defense defense;
  for (const std::uint64_t sent : {10u, 12u, 14u}) {
    *defense.add_runs() = MakeRun(sent, sent);
  }
  defense.mutable_runs(0)->mutable_overhead()->mutable_bytes()->set_sum(1);
  defense.mutable_runs(2)->mutable_overhead()->mutable_bytes()->set_sum(3);
  defense.mutable_runs(1)->set_fraction_over_30s(0.25);
  Summarize(&defense);
  // Variance (4 + 0 + 4) / 2 = 4; standard error sqrt(4 / 3) = 1.15470; t of 2
  // degrees is 4.3027: 4.96833.
  const std::optional<base::Interval> sent = Find(defense, "messages.sent");
  ASSERT_TRUE(sent.has_value());
  EXPECT_DOUBLE_EQ(sent->mean, 12);
  EXPECT_NEAR(sent->half_width, 4.96833, 1e-4);
  // Two of the three have it: variance 2, standard error 1; t of 1 is 12.7062.
  const std::optional<base::Interval> sum = Find(defense, "overhead.bytes.sum");
  ASSERT_TRUE(sum.has_value());
  EXPECT_DOUBLE_EQ(sum->mean, 2);
  EXPECT_NEAR(sum->half_width, 12.7062, 1e-4);
  // One of three is no interval.
  EXPECT_FALSE(Find(defense, "fraction_over_30s").has_value());
}

}  // namespace
}  // namespace lab
