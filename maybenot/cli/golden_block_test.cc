#include "maybenot/cli/golden_block.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"

namespace maybenot::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(GoldenBlockTest, BeginsABlockAtEachKey) {
  EXPECT_THAT(SplitBlocks("sim 1\na\nsim 2\nsimile\n", "sim"),
              ElementsAre("sim 1\na\n", "sim 2\nsimile\n"));
  EXPECT_THAT(SplitBlocks("before\nsim 1\n", "sim"),
              ElementsAre("before\n", "sim 1\n"));
  EXPECT_THAT(SplitBlocks("", "sim"), IsEmpty());
}

TEST(GoldenBlockTest, ReadsLinesUntilOneIsWrong) {
  std::vector<std::string> read;
  const auto take = [&](absl::string_view line) {
    read.emplace_back(line);
    return line == "bad" ? absl::InvalidArgumentError("is bad")
                         : absl::OkStatus();
  };
  EXPECT_TRUE(ReadLines("a\n\nb\n", take).ok());
  EXPECT_EQ(ReadLines("c\nbad\nd\n", take).message(), "bad: is bad");
  EXPECT_THAT(read, ElementsAre("a", "b", "c", "bad"));
}

TEST(GoldenBlockTest, AddsMachines) {
  std::vector<Machine> machines;
  EXPECT_TRUE(AddMachine("02eNpjYEAHjOgCAAA0AAI=", machines).ok());
  EXPECT_FALSE(AddMachine("03eNpjYEAHjOgCAAA0AAI=", machines).ok());
  EXPECT_EQ(machines.size(), 1u);
}

TEST(GoldenBlockTest, LimitsAreTwoNumbers) {
  Framework::Limits limits;
  EXPECT_TRUE(ReadLimits("0.5 0.25", limits));
  EXPECT_EQ(limits.max_padding_frac, 0.5);
  EXPECT_EQ(limits.max_blocking_frac, 0.25);
  EXPECT_FALSE(ReadLimits("0.5", limits));
  EXPECT_FALSE(ReadLimits("0.5 0.25 1", limits));
}

}  // namespace
}  // namespace maybenot::cli
