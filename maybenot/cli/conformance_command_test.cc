#include "maybenot/cli/conformance_command.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/run_command.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

TEST(ConformanceCommandTest, ReplaysFiles) {
  const CommandOutcome outcome = RunCommand(
      MakeConformanceCommand(), {"conformance", "tests/golden/parse.tsv"});
  EXPECT_EQ(outcome.code, kDone);
  EXPECT_THAT(outcome.out, HasSubstr(" passed, 0 failed"));
}

TEST(ConformanceCommandTest, FailsOnAFileItCannotRead) {
  EXPECT_EQ(
      RunCommand(MakeConformanceCommand(), {"conformance", "no/such"}).code,
      kBadInput);
}

TEST(ConformanceCommandTest, WantsAFile) {
  EXPECT_EQ(RunCommand(MakeConformanceCommand(), {"conformance"}).code,
            kBadCall);
}

}  // namespace
}  // namespace maybenot::cli
