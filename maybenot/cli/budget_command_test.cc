#include "maybenot/cli/budget_command.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "machines/generation/def_file.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/run_command.h"
#include "maybenot/cli/testing/scratch_files.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

using BudgetCommandTest = ScratchFiles;

TEST_F(BudgetCommandTest, DrawsLimitsOfTheSidesThatAreNamed) {
  const CommandOutcome outcome =
      RunCommand(MakeBudgetCommand(),
                 {"budget", "-i", Write("in.def", kTwoDefenses), "-o",
                  Path("out.def"), "--client", "abs_pad 7 7", "--client",
                  "max_pad 0.5 0.5", "--soft", "--seed", "1"});
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  const auto file = generation::ReadDefFile(Read("out.def"), "out.def");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->description, "two defenses");
  for (const generation::Defense& defense : file->defenses) {
    const auto& client = defense.client()[0].spec();
    // The second's allowance was there before.
    EXPECT_EQ(client.allowed_padding_packets, defense.note() ? ~0ull : 7u);
    EXPECT_EQ(client.max_padding_frac, 0.5);
    EXPECT_EQ(defense.server()[0].spec().allowed_padding_packets, 0u);
  }
}

TEST_F(BudgetCommandTest, SaysWhatIsWrong) {
  const std::string input = Write("in.def", kTwoDefenses);
  const CommandOutcome outcome = RunCommand(
      MakeBudgetCommand(),
      {"budget", "-i", input, "-o", Path("out.def"), "--server", "pad 1 2"});
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_THAT(outcome.err, HasSubstr("the budget is \"pad 1 2\""));
  EXPECT_EQ(RunCommand(MakeBudgetCommand(),
                       {"budget", "-i", input, "-o", Path("out.def")})
                .code,
            kBadCall);
}

}  // namespace
}  // namespace maybenot::cli
