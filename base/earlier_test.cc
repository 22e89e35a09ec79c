#include "base/earlier.h"

#include <optional>

#include "base/time.h"
#include "gtest/gtest.h"

namespace base {
namespace {

constexpr Instant kSoon(Seconds(1));
constexpr Instant kLate(Seconds(2));

TEST(EarlierTest, IsTheFirstOfTwo) {
  EXPECT_EQ(Earlier(kSoon, kLate), kSoon);
  EXPECT_EQ(Earlier(kLate, kSoon), kSoon);
}

TEST(EarlierTest, NoneIsNever) {
  EXPECT_EQ(Earlier(std::nullopt, kLate), kLate);
  EXPECT_EQ(Earlier(kLate, std::nullopt), kLate);
  EXPECT_EQ(Earlier(std::nullopt, std::nullopt), std::nullopt);
}

}  // namespace
}  // namespace base
