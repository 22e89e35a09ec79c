#include "maybenot/cli/fixed_command.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "machines/generation/def_file.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/run_command.h"
#include "maybenot/cli/testing/scratch_files.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

TEST(FixedCommandTest, PrintsMachinesOneALineWithoutSideThenClientThenServer) {
  const CommandOutcome outcome = RunCommand(
      MakeFixedCommand(),
      {"fixed", "--server", "noop", "--client", "netflow", "--client", "noop"});
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  const auto lines = [](const char* first) {
    return RunCommand(MakeFixedCommand(), {"fixed", first}).out;
  };
  EXPECT_EQ(lines("noop"), "02eNpjYEAHjOgCAAA0AAI=\n");
  EXPECT_EQ(outcome.out, lines("netflow") + lines("noop") + lines("noop"));
}

TEST(FixedCommandTest, ASeedRepeatsAndSidesShareItsGenerator) {
  const auto fixed = [](std::vector<std::string> rest) {
    rest.insert(rest.begin(), "fixed");
    return RunCommand(MakeFixedCommand(), rest).out;
  };
  const std::string one = "front 1500 1000000 14000000 3";
  EXPECT_EQ(fixed({one, "--seed", "1"}), fixed({one, "--seed", "1"}));
  EXPECT_NE(fixed({one, "--seed", "1"}), fixed({one, "--seed", "2"}));
  EXPECT_EQ(fixed({"-c", one, "-s", one, "--seed", "1"}),
            fixed({one, one, "--seed", "1"}));
}

TEST(FixedCommandTest, JsonHasTheSideAndNames) {
  const CommandOutcome outcome =
      RunCommand(MakeFixedCommand(), {"fixed", "--json", "--client", "noop"});
  const auto line = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(line["defense"], "noop");
  EXPECT_EQ(line["side"], "client");
  EXPECT_EQ(line["machines"][0], "02eNpjYEAHjOgCAAA0AAI=");
  EXPECT_EQ(line["names"][0], "3e99bf655613b2dba361dee14e3e0ddf");
}

TEST(FixedCommandTest, ListsTheCatalogue) {
  EXPECT_THAT(RunCommand(MakeFixedCommand(), {"fixed", "--list"}).out,
              HasSubstr("\nregulator_server r d t n b\n"));
  EXPECT_THAT(RunCommand(MakeFixedCommand(), {"fixed", "--list", "--json"}).out,
              HasSubstr("\"name\":\"regulator_server\""));
}

TEST(FixedCommandTest, BadDefensesAreBadInputAndNoneIsABadCall) {
  const CommandOutcome bad =
      RunCommand(MakeFixedCommand(), {"fixed", "tamaraw 0 1"});
  EXPECT_EQ(bad.code, kBadInput);
  EXPECT_THAT(bad.err, HasSubstr("tamaraw: padding_rate is 0: must be from"));
  EXPECT_EQ(RunCommand(MakeFixedCommand(), {"fixed"}).code, kBadCall);
}

using FixedCommandFilesTest = ScratchFiles;

TEST_F(FixedCommandFilesTest, AddsMachinesToDefenses) {
  const CommandOutcome outcome = RunCommand(
      MakeFixedCommand(),
      {"fixed", "-c", "tamaraw 1 1", "-s", "noop", "-i",
       Write("in.def", kTwoDefenses), "-o", Path("out.def"), "-n", "2"});
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  const auto file = generation::ReadDefFile(Read("out.def"), "out.def");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->description,
            "two defenses, fixed [tamaraw 1 1] client and [noop] server "
            "machines");
  ASSERT_EQ(file->defenses.size(), 4u);
  for (const generation::Defense& defense : file->defenses) {
    EXPECT_EQ(defense.client().size(), 3u);
    EXPECT_EQ(defense.server().size(), 2u);
  }
}

TEST_F(FixedCommandFilesTest, DefensesOfAFileHaveSides) {
  EXPECT_EQ(
      RunCommand(MakeFixedCommand(), {"fixed", "noop", "-o", Path("out.def")})
          .code,
      kBadCall);
}

}  // namespace
}  // namespace maybenot::cli
