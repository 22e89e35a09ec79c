#include "mgen/write_buffer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mgen {
namespace {

using testing::ElementsAre;

TEST(WriteBufferTest, IsTakenInPieces) {
  WriteBuffer buffer;
  EXPECT_TRUE(buffer.empty());
  EXPECT_TRUE(buffer.pending().empty());
  buffer.Fill() = {1, 2, 3, 4, 5};
  buffer.Consume(2);
  EXPECT_THAT(buffer.pending(), ElementsAre(3, 4, 5));
  buffer.Consume(0);
  buffer.Consume(3);
  EXPECT_TRUE(buffer.empty());
  buffer.Fill() = {6};
  EXPECT_THAT(buffer.pending(), ElementsAre(6));
}

TEST(WriteBufferTest, ClearForgetsTheRest) {
  WriteBuffer buffer;
  buffer.Fill() = {1, 2, 3};
  buffer.Consume(1);
  buffer.Clear();
  EXPECT_TRUE(buffer.empty());
  buffer.Fill() = {7, 8};
  EXPECT_THAT(buffer.pending(), ElementsAre(7, 8));
}

}  // namespace
}  // namespace mgen
