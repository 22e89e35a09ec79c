#include "maybenot/cli/show_command.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/no_op.h"
#include "maybenot/cli/testing/run_command.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ShowCommandTest, ShowsWordsJsonOrText) {
  EXPECT_THAT(RunCommand(MakeShowCommand(), {"show", kNoOp}).out,
              StartsWith("machine 3e99bf655613b2dba361dee14e3e0ddf, "));
  EXPECT_THAT(RunCommand(MakeShowCommand(), {"show", "--json", kNoOp}).out,
              StartsWith("{\"allowed_padding_packets\":0,"));
  EXPECT_EQ(RunCommand(MakeShowCommand(), {"show", kNoOp, "--text"}).out,
            "02eNpjYEAHjOgCAAA0AAI=\n");
}

TEST(ShowCommandTest, ShowsOneForm) {
  const CommandOutcome outcome =
      RunCommand(MakeShowCommand(), {"show", "--json", "--text", kNoOp});
  EXPECT_EQ(outcome.code, kBadCall);
  EXPECT_THAT(outcome.err, HasSubstr("--json excludes --text"));
}

TEST(ShowCommandTest, WantsAMachine) {
  const CommandOutcome outcome = RunCommand(MakeShowCommand(), {"show"});
  EXPECT_EQ(outcome.code, kBadCall);
  EXPECT_THAT(outcome.err, HasSubstr("MACHINE is required"));
}

TEST(ShowCommandTest, SaysWhyItRefuses) {
  const CommandOutcome outcome =
      RunCommand(MakeShowCommand(), {"show", "03eN"});
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_THAT(outcome.err, HasSubstr("version is \"03\""));
}

}  // namespace
}  // namespace maybenot::cli
