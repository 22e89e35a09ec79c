#include "maybenot/cli/json_command.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/no_op.h"
#include "maybenot/cli/testing/run_command.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(JsonCommandTest, WritesOneLineOrSeveral) {
  EXPECT_EQ(
      RunCommand(MakeJsonCommand(), {"json", kNoOp}).out,
      R"({"allowed_padding_packets":0,"max_padding_frac":0.0,)"
      R"("allowed_blocked_microsec":0,"max_blocking_frac":0.0,"states":[{)"
      R"("action":null,"counter":[null,null],"transitions":[null,null,null,)"
      R"(null,null,null,null,null,null,null,null,null,null]}]})"
      "\n");
  EXPECT_THAT(
      RunCommand(MakeJsonCommand(), {"json", "--indent", kNoOp}).out,
      StartsWith("{\n  \"allowed_padding_packets\": 0,\n  \"max_padding"));
}

TEST(JsonCommandTest, SaysWhyItRefuses) {
  const CommandOutcome outcome = RunCommand(MakeJsonCommand(), {"json", "{"});
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_THAT(outcome.err, HasSubstr("neither a file nor a machine"));
}

}  // namespace
}  // namespace maybenot::cli
