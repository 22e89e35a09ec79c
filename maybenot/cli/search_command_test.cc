#include "maybenot/cli/search_command.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/run_command.h"
#include "maybenot/cli/testing/scratch_files.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

using SearchCommandTest = ScratchFiles;

TEST_F(SearchCommandTest, WritesAFileThatASeedRepeats) {
  const std::string config = Write("x.toml", kQuickDerive);
  const auto search = [&](const char* output) {
    return RunCommand(
        MakeSearchCommand(),
        {"search", "-c", config, "-o", Path(output), "-n", "3", "-s", "1"});
  };
  const CommandOutcome outcome = search("a.def");
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  EXPECT_EQ(outcome.out, "found 3 of 3 defenses\n");
  EXPECT_THAT(Read("a.def"),
              StartsWith("deterministic search for 3 defenses with seed 1\n{"));
  search("b.def");
  EXPECT_EQ(Read("a.def"), Read("b.def"));
  EXPECT_THAT(search("a.def").err, HasSubstr("is there already"));
}

TEST_F(SearchCommandTest, WantsANumber) {
  const std::string config = Write("x.toml", kQuickDerive);
  const CommandOutcome outcome = RunCommand(
      MakeSearchCommand(), {"search", "-c", config, "-o", Path("a.def")});
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_THAT(outcome.err, HasSubstr("n is 0"));
}

}  // namespace
}  // namespace maybenot::cli
