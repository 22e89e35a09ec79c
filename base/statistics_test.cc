#include "base/statistics.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"

namespace base {
namespace {

TEST(StatisticsTest, NothingHasNoMean) {
  EXPECT_EQ(Mean({}), std::nullopt);
  EXPECT_EQ(Median({}), std::nullopt);
  EXPECT_EQ(Percentile({}, 0.5), std::nullopt);
  EXPECT_FALSE(ConfidenceInterval95({1.0}).has_value());
}

TEST(StatisticsTest, TheMedianIsTheMiddleOrTheMeanOfTheTwo) {
  EXPECT_EQ(Median({5, 1, 3}), 3);
  EXPECT_EQ(Median({4, 1, 3, 10}), 3.5);
  EXPECT_EQ(Mean({4, 1, 3, 10}), 4.5);
}

// Squares of -2, 0, 2 are 8 in all: sqrt(8 / 2).
TEST(StatisticsTest, TheDeviationIsThatOfASample) {
  EXPECT_EQ(StandardDeviation({1, 3, 5}), 2);
  EXPECT_EQ(StandardDeviation({3, 3}), 0);
  EXPECT_EQ(StandardDeviation({3}), std::nullopt);
}

TEST(StatisticsTest, PercentilesGoByNearestRank) {
  const std::vector<double> values = {10, 20, 30, 40, 50};
  EXPECT_EQ(Percentile(values, 0.5), 30);   // ceil(2.5) = 3rd.
  EXPECT_EQ(Percentile(values, 0.2), 10);   // ceil(1.0) = 1st.
  EXPECT_EQ(Percentile(values, 0.95), 50);  // ceil(4.75) = 5th.
  EXPECT_EQ(Percentile(values, 0.001), 10);
  EXPECT_EQ(Percentile(values, 1), 50);
}

TEST(StatisticsTest, TheIntervalIsStudents) {
  // Mean 3; squares 4 + 1 + 0 + 1 + 4 = 10, variance 10 / 4 = 2.5, standard
  // error sqrt(2.5 / 5) = 0.70711; t of 4 is 2.7764: 1.96321.
  const std::vector<double> values = {1, 2, 3, 4, 5};
  const std::optional<Interval> interval = ConfidenceInterval95(values);
  ASSERT_TRUE(interval.has_value());
  EXPECT_DOUBLE_EQ(interval->mean, 3);
  EXPECT_NEAR(interval->half_width, 1.96321, 5e-5);
}

// Printed tables of the distribution.
TEST(StatisticsTest, QuantilesAgreeWithTheTables) {
  EXPECT_NEAR(StudentT975(1), 12.7062, 5e-5);
  EXPECT_NEAR(StudentT975(10), 2.2281, 5e-5);
  EXPECT_NEAR(StudentT975(11), 2.2010, 5e-5);
  EXPECT_NEAR(StudentT975(15), 2.1314, 5e-5);
  EXPECT_NEAR(StudentT975(20), 2.0860, 5e-5);
  EXPECT_NEAR(StudentT975(30), 2.0423, 5e-5);
  EXPECT_NEAR(StudentT975(60), 2.0003, 5e-5);
  EXPECT_NEAR(StudentT975(120), 1.9799, 5e-5);
}

}  // namespace
}  // namespace base
