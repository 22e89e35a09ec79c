#include "tunnel/shaper/defense.h"

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace shaper {
namespace {

TEST(DefenseTest, PutsInWhatWasLeftOut) {
  Defense defense;
  ASSERT_TRUE(CompleteDefense(defense).ok());
  ASSERT_NE(defense.machines, nullptr);
  EXPECT_TRUE(defense.machines->empty());
  EXPECT_EQ(defense.defender.padding_bytes, 512u);
}

TEST(DefenseTest, KeepsWhatWasSaid) {
  Defense defense;
  defense.cell_size = kMaxCellSize;
  defense.defender.padding_bytes = 100;
  ASSERT_TRUE(CompleteDefense(defense).ok());
  EXPECT_EQ(defense.cell_size, 16384u);
  EXPECT_EQ(defense.defender.padding_bytes, 100u);
}

TEST(DefenseTest, RefusesACellSizeOutOfBounds) {
  for (const std::size_t size : {0u, 63u, 16385u}) {
    Defense defense;
    defense.cell_size = size;
    const absl::Status status = CompleteDefense(defense);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(status.message(), "cell_size is " + std::to_string(size) +
                                    ": it must be in 64..16384");
  }
}

}  // namespace
}  // namespace shaper
