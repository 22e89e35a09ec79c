#include "tunnel/kcp/serial.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace kcp {
namespace {

constexpr std::uint64_t kTurn = std::uint64_t{1} << 32;

TEST(SerialTest, GivesTheNearestNumber) {
  EXPECT_EQ(Extend(7, 5), 7u);
  EXPECT_EQ(Extend(5, 7), 5u);
  EXPECT_EQ(Extend(5, 5), 5u);
  EXPECT_EQ(Extend(7, 3 * kTurn + 5), 3 * kTurn + 7);
}

TEST(SerialTest, GoesOverTheEdgeEitherWay) {
  EXPECT_EQ(Extend(2, kTurn - 3), kTurn + 2);
  EXPECT_EQ(Extend(0xfffffffe, kTurn + 1), kTurn - 2);
}

TEST(SerialTest, FarthestIsAHalfTurn) {
  EXPECT_EQ(Extend(0x7fffffff, kTurn), kTurn + 0x7fffffff);
  EXPECT_EQ(Extend(0x80000000, kTurn), kTurn - 0x80000000);
}

TEST(SerialTest, IsNeverBelowZero) {
  EXPECT_EQ(Extend(0xffffffff, 0), 0xffffffffu);
  EXPECT_EQ(Extend(0xffffffff, 1), kTurn - 1);
}

}  // namespace
}  // namespace kcp
