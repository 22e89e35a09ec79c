#include "tunnel/shaper/defense.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "maybenot/machine.h"

namespace shaper {
namespace {

using maybenot::Machine;

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

TEST(DefenseTest, IsDescribedByCellSizeAndNames) {
  EXPECT_EQ(DescribeDefense(std::nullopt), "none");
  EXPECT_EQ(DescribeDefense(Defense{}), "512 no_machines");
  // noop of tests/golden/named.tsv, and its name there.
  const Machine noop = Machine::Parse("02eNpjYEAHjOgCAAA0AAI=").value();
  Defense defense;
  defense.cell_size = 1024;
  defense.machines = std::make_shared<const std::vector<Machine>>(2, noop);
  EXPECT_EQ(DescribeDefense(defense),
            "1024 3e99bf655613b2dba361dee14e3e0ddf+"
            "3e99bf655613b2dba361dee14e3e0ddf");
}

}  // namespace
}  // namespace shaper
