#include "maybenot/cli/validate_command.h"

#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/no_op.h"
#include "maybenot/cli/testing/run_command.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ValidateCommandTest, JudgesEachLineAndGoesOn) {
  const std::string path = ::testing::TempDir() + "/validate_command_test";
  std::ofstream(path) << "03eN\n\n" << kNoOp << "\n";
  const CommandOutcome outcome =
      RunCommand(MakeValidateCommand(), {"validate", path});
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_THAT(outcome.out, StartsWith(path + ":1: bad: version is \"03\""));
  EXPECT_THAT(outcome.out,
              HasSubstr("\n" + path +
                        ":3: ok 3e99bf655613b2dba361dee14e3e0ddf 1 state\n"));
}

TEST(ValidateCommandTest, IsDoneIfAllAreMachines) {
  const CommandOutcome outcome =
      RunCommand(MakeValidateCommand(), {"validate", kNoOp});
  EXPECT_EQ(outcome.code, kDone);
  EXPECT_EQ(outcome.out, "ok 3e99bf655613b2dba361dee14e3e0ddf 1 state\n");
}

TEST(ValidateCommandTest, WritesJsonForPrograms) {
  const CommandOutcome outcome =
      RunCommand(MakeValidateCommand(), {"validate", "--json", kNoOp, "02"});
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_THAT(outcome.out,
              StartsWith(R"({"ok":true,"name":"3e99bf655613b2dba361dee14e3e0)"
                         R"(ddf","states":1})"
                         "\n"
                         R"({"ok":false,"error":"neither a file)"));
}

}  // namespace
}  // namespace maybenot::cli
