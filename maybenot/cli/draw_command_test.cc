#include "maybenot/cli/draw_command.h"

#include <string>

#include "base/files/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/no_op.h"
#include "maybenot/cli/testing/run_command.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(DrawCommandTest, WritesAGraphNamedForTheMachine) {
  const CommandOutcome outcome = RunCommand(MakeDrawCommand(), {"draw", kNoOp});
  EXPECT_EQ(outcome.code, kDone);
  EXPECT_THAT(outcome.out, StartsWith("digraph machines {\n"));
  EXPECT_THAT(outcome.out, HasSubstr("3e99bf655613b2dba361dee14e3e0ddf"));
}

TEST(DrawCommandTest, WritesAFileByItsEnding) {
  const std::string path = ::testing::TempDir() + "/draw_command_test.dot";
  const CommandOutcome outcome =
      RunCommand(MakeDrawCommand(), {"draw", kNoOp, "-o", path});
  EXPECT_EQ(outcome.code, kDone);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(base::ReadFile(path).value(), StartsWith("digraph machines {\n"));
}

TEST(DrawCommandTest, RefusesAnEndingItDoesNotKnow) {
  const CommandOutcome outcome =
      RunCommand(MakeDrawCommand(), {"draw", kNoOp, "-o", "a.jpeg"});
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_EQ(outcome.err,
            "--out a.jpeg: must end in .svg, .png, .pdf or .dot\n");
}

TEST(DrawCommandTest, WantsAtLeastOneState) {
  EXPECT_EQ(
      RunCommand(MakeDrawCommand(), {"draw", kNoOp, "--states", "0"}).code,
      kBadCall);
}

}  // namespace
}  // namespace maybenot::cli
