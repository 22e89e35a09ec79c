#include "maybenot/deflate/symbols.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "gtest/gtest.h"

namespace maybenot::deflate {
namespace {

// The tables of RFC 1951 3.2.5: extra bits and the first value of each symbol.
constexpr std::array<unsigned, 29> kLengthBits = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1,
                                                  1, 1, 2, 2, 2, 2, 3, 3, 3, 3,
                                                  4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<unsigned, 30> kDistanceBits = {
    0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
    6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

TEST(SymbolsTest, FollowTheTableOfLengths) {
  std::uint32_t length = kMinMatch;
  for (std::size_t i = 0; i + 1 < kLengthBits.size(); ++i) {
    for (std::uint32_t extra = 0; extra < 1u << kLengthBits[i]; ++extra) {
      if (length == kMaxMatch) break;  // Symbol 284 ends one early.
      const Symbol expected = {257 + i, extra, kLengthBits[i]};
      EXPECT_EQ(LengthSymbol(length), expected) << length;
      ++length;
    }
  }
  EXPECT_EQ(length, kMaxMatch);
  EXPECT_EQ(LengthSymbol(kMaxMatch), (Symbol{285, 0, 0}));
}

TEST(SymbolsTest, FollowTheTableOfDistances) {
  std::uint32_t distance = 1;
  for (std::size_t i = 0; i < kDistanceBits.size(); ++i) {
    for (std::uint32_t extra = 0; extra < 1u << kDistanceBits[i]; ++extra) {
      const Symbol expected = {i, extra, kDistanceBits[i]};
      ASSERT_EQ(DistanceSymbol(distance), expected) << distance;
      ++distance;
    }
  }
  EXPECT_EQ(distance, kWindowBytes + 1);
}

}  // namespace
}  // namespace maybenot::deflate
