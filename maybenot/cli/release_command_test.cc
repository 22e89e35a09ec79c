#include "maybenot/cli/release_command.h"

#include <string>

#include "gtest/gtest.h"
#include "machines/generation/release.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/run_command.h"
#include "maybenot/cli/testing/scratch_files.h"

namespace maybenot::cli {
namespace {

using ReleaseCommandTest = ScratchFiles;

TEST_F(ReleaseCommandTest, PutsAllDefensesIntoOneFile) {
  const std::string input = Write("in.def", kTwoDefenses);
  const CommandOutcome outcome = RunCommand(
      MakeReleaseCommand(), {"release", "-i", input, "-o", Path("out.json"),
                             "--version", "7", "--platform", "here"});
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  const auto release = generation::ReadRelease(Read("out.json"));
  ASSERT_TRUE(release.ok()) << release.status();
  EXPECT_EQ(release->version, "7");
  EXPECT_EQ(release->platform, "here");
  EXPECT_EQ(release->defenses.size(), 2u);
}

TEST_F(ReleaseCommandTest, SaysWhereItsInputIsBad) {
  const std::string input = Write("in.def", "what\n{}\n");
  const CommandOutcome outcome = RunCommand(
      MakeReleaseCommand(), {"release", "-i", input, "-o", Path("out.json")});
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_EQ(outcome.err, input + ":2: client is missing\n");
}

}  // namespace
}  // namespace maybenot::cli
