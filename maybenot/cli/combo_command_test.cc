#include "maybenot/cli/combo_command.h"

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

using ComboCommandTest = ScratchFiles;

TEST_F(ComboCommandTest, CombinesWhatFilesHave) {
  const std::string config = Write("x.toml", "[combo]\nn = 9\nheight = 2\n");
  const std::string input = Write("in.def", kTwoDefenses);
  const CommandOutcome outcome =
      RunCommand(MakeComboCommand(), {"combo", "-c", config, "-i", input, "-o",
                                      Path("out.def"), "-n", "2", "-s", "1"});
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  EXPECT_THAT(outcome.err, StartsWith("2 machines of clients and 2 of servers: "
                                      "9.00e+00 combinations\n"));
  EXPECT_THAT(Read("out.def"), StartsWith("combo\n{"));
}

TEST_F(ComboCommandTest, SaysWhatIsMissing) {
  const std::string input = Write("in.def", kTwoDefenses);
  const auto combo = [&](const std::string& config) {
    return RunCommand(MakeComboCommand(),
                      {"combo", "-c", Write("x.toml", config), "-i", input,
                       "-o", Path("out.def")});
  };
  EXPECT_THAT(combo("").err, HasSubstr("[combo] is missing"));
  EXPECT_THAT(combo("[combo]\nn = 1\n").err,
              HasSubstr("n and height must be at least 1"));
  EXPECT_EQ(combo("").code, kBadInput);
}

}  // namespace
}  // namespace maybenot::cli
