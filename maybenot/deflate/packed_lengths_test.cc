#include "maybenot/deflate/packed_lengths.h"

#include <cstdint>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot::deflate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Lengths = std::vector<std::uint8_t>;
using Packed = PackedLength;

TEST(PackedLengthsTest, SaysFewOneByOne) {
  EXPECT_THAT(PackLengths(Lengths{}), IsEmpty());
  EXPECT_THAT(PackLengths(Lengths{5, 5, 5, 0, 0, 6}),
              ElementsAre(Packed{5, 0, 0}, Packed{5, 0, 0}, Packed{5, 0, 0},
                          Packed{0, 0, 0}, Packed{0, 0, 0}, Packed{6, 0, 0}));
}

// One, then the rest: 3 at once; 6 at once and 2 one by one.
TEST(PackedLengthsTest, RepeatsTheOneBefore) {
  EXPECT_THAT(PackLengths(Lengths(4, 5)),
              ElementsAre(Packed{5, 0, 0}, Packed{16, 0, 2}));
  EXPECT_THAT(PackLengths(Lengths(9, 5)),
              ElementsAre(Packed{5, 0, 0}, Packed{16, 3, 2}, Packed{5, 0, 0},
                          Packed{5, 0, 0}));
}

TEST(PackedLengthsTest, HasTwoKindsOfRunsOfZeros) {
  EXPECT_THAT(PackLengths(Lengths(3, 0)), ElementsAre(Packed{17, 0, 3}));
  EXPECT_THAT(PackLengths(Lengths(10, 0)), ElementsAre(Packed{17, 7, 3}));
  EXPECT_THAT(PackLengths(Lengths(11, 0)), ElementsAre(Packed{18, 0, 7}));
  EXPECT_THAT(
      PackLengths(Lengths(140, 0)),
      ElementsAre(Packed{18, 127, 7}, Packed{0, 0, 0}, Packed{0, 0, 0}));
}

}  // namespace
}  // namespace maybenot::deflate
