#include "maybenot/cli/drawing.h"

#include <optional>

#include "base/random.h"
#include "gtest/gtest.h"

namespace maybenot::cli {
namespace {

TEST(DrawingTest, ASeedIsAText) {
  Drawing drawing("42");
  base::Random expected = base::Random::FromText("42");
  EXPECT_EQ(drawing.random().NextU64(), expected.NextU64());
}

// Two of 64 bits are equal once in 10^19 runs.
TEST(DrawingTest, WithoutASeedEachIsAnother) {
  Drawing one(std::nullopt);
  Drawing other(std::nullopt);
  EXPECT_NE(one.random().NextU64(), other.random().NextU64());
}

}  // namespace
}  // namespace maybenot::cli
