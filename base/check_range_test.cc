#include "base/check_range.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace base {
namespace {

TEST(CheckRangeTest, BoundsBelongToTheRange) {
  EXPECT_TRUE(CheckRange("size", 3, {.min = 3, .max = 5}).ok());
  EXPECT_TRUE(CheckRange("size", 5, {.min = 3, .max = 5}).ok());
}

TEST(CheckRangeTest, NamesOptionValueAndBound) {
  EXPECT_EQ(CheckRange("size", 2, {.min = 3, .max = 5}),
            absl::InvalidArgumentError("size is 2: it must be in 3..5"));
  EXPECT_FALSE(CheckRange("size", 6, {.min = 3, .max = 5}).ok());
}

}  // namespace
}  // namespace base
