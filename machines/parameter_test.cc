#include "machines/parameter.h"

#include <cmath>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace machines {
namespace {

constexpr Parameter kLow = {"low", "us", "the lower end", 1, 10};
constexpr Parameter kHigh = {"high", "us", "the upper end", 1, 10};
constexpr Parameter kCount = {"count", "", "how many", 0, 3, true};

TEST(ParameterTest, BothBoundsAreIncluded) {
  EXPECT_TRUE(Check(kLow, 1).ok());
  EXPECT_TRUE(Check(kLow, 10).ok());
  EXPECT_EQ(Check(kLow, std::nextafter(1.0, 0.0)).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Check(kLow, 11).message(), "low is 11: must be from 1 to 10 us");
}

TEST(ParameterTest, NanIsInNoRange) {
  EXPECT_EQ(Check(kCount, std::nan("")).message(),
            "count is nan: must be from 0 to 3");
}

TEST(ParameterTest, OnlyWholeNumbersWhereTheyCount) {
  EXPECT_TRUE(Check(kLow, 1.5).ok());
  EXPECT_EQ(Check(kCount, 1.5).message(),
            "count is 1.5: must be a whole number");
}

TEST(ParameterTest, EndsOfARangeMayBeEqualButNotSwapped) {
  EXPECT_TRUE(CheckOrder(kLow, kHigh, {2, 2}).ok());
  EXPECT_EQ(CheckOrder(kLow, kHigh, {3, 2}).message(),
            "high is 2: must be at least low, which is 3");
}

}  // namespace
}  // namespace machines
