#include "base/check.h"

#include "gtest/gtest.h"

namespace {

TEST(CheckTest, PassesSilentlyAndFailsWithTheCondition) {
  BASE_CHECK(1 + 1 == 2);
  EXPECT_DEATH(BASE_CHECK(1 + 1 == 3), "CHECK failed: 1 \\+ 1 == 3");
}

}  // namespace
