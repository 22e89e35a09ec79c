#include "maybenot/cli/given_machines.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/testing/no_op.h"

namespace maybenot::cli {
namespace {

using ::testing::StartsWith;

TEST(GivenMachinesTest, ReadsMachinesLineByLine) {
  const std::vector<GivenMachine> machines =
      ReadMachines(
          absl::StrCat("# Two of them.\n\n  ", kNoOp, "\r\n", kNoOpJson),
          "two.txt")
          .value();
  ASSERT_EQ(machines.size(), 2u);
  EXPECT_EQ(machines[0].where, "two.txt:3");
  EXPECT_EQ(machines[1].where, "two.txt:4");
  EXPECT_EQ(machines[0].machine.spec(), machines[1].machine.spec());
}

TEST(GivenMachinesTest, ReadsIndentedJsonAsOneMachine) {
  std::string indented(kNoOpJson);
  indented.insert(1, "\n  ");
  const std::vector<GivenMachine> machines =
      ReadMachines(absl::StrCat("\n", indented, "\n"), "machine.json").value();
  ASSERT_EQ(machines.size(), 1u);
  EXPECT_EQ(machines[0].where, "machine.json");
  EXPECT_EQ(machines[0].machine.Name().value(),
            "3e99bf655613b2dba361dee14e3e0ddf");
}

TEST(GivenMachinesTest, SaysWhichLineIsNoMachine) {
  EXPECT_THAT(
      std::string(
          ReadMachines(absl::StrCat(kNoOp, "\n03x\n"), "m").status().message()),
      StartsWith("m:2: version is \"03\""));
  EXPECT_THAT(
      std::string(ReadMachines("{\"states\":[]}", "m").status().message()),
      StartsWith("m:1: JSON: "));
  EXPECT_EQ(ReadMachines("# none\n", "m").status().message(),
            "m: has no machine: must have one a line");
}

}  // namespace
}  // namespace maybenot::cli
