#include "maybenot/deflate/block.h"

#include <cstddef>

#include "gtest/gtest.h"

namespace maybenot::deflate {
namespace {

TEST(BlockTest, CountsSymbolsAndBytes) {
  Block block;
  block.AddLiteral('a');
  block.AddLiteral('\xff');
  block.AddLiteral('a');
  block.AddMatch({.length = 3, .distance = 1});
  block.AddMatch({.length = 258, .distance = 32768});
  EXPECT_EQ(block.covered(), 3u + 3 + 258);
  EXPECT_EQ(block.tokens().size(), 5u);
  EXPECT_EQ(block.literal_counts()['a'], 2u);
  EXPECT_EQ(block.literal_counts()[255], 1u);
  EXPECT_EQ(block.literal_counts()[256], 1u);  // The end.
  EXPECT_EQ(block.literal_counts()[257], 1u);
  EXPECT_EQ(block.literal_counts()[285], 1u);
  EXPECT_EQ(block.distance_counts()[0], 1u);
  EXPECT_EQ(block.distance_counts()[29], 1u);
}

// Literals cost 9/8 of what they cover: full once they are over 31 * 1,024.
TEST(BlockTest, IsFullOfLiteralsSoon) {
  Block block;
  for (std::size_t i = 0; i < 31744; ++i) block.AddLiteral('a');
  EXPECT_FALSE(block.full());
  block.AddLiteral('a');
  EXPECT_TRUE(block.full());
}

// A match of 4 costs 3 1/8: 20,969 of them are 1 + 2,621 + 3 * 20,969 = 65,529
// bytes, the first over 65,528. (65,529 * 115 / 128 = 58,873 < 83,876.)
TEST(BlockTest, IsFullOfMatchesWhenTheRecordIs) {
  Block block;
  for (std::size_t i = 0; i < 20968; ++i) {
    block.AddMatch({.length = 4, .distance = 1});
  }
  EXPECT_FALSE(block.full());
  block.AddMatch({.length = 4, .distance = 1});
  EXPECT_TRUE(block.full());
}

TEST(BlockTest, StartsAnewWhenCleared) {
  Block block;
  block.AddLiteral('a');
  block.AddMatch({.length = 3, .distance = 1});
  block.Clear();
  EXPECT_EQ(block.covered(), 0u);
  EXPECT_TRUE(block.tokens().empty());
  EXPECT_EQ(block.literal_counts()['a'], 0u);
  EXPECT_EQ(block.literal_counts()[256], 1u);
  EXPECT_EQ(block.distance_counts()[0], 0u);
}

}  // namespace
}  // namespace maybenot::deflate
