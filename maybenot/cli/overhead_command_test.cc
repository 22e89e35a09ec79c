#include "maybenot/cli/overhead_command.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/run_command.h"
#include "maybenot/cli/testing/scratch_files.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

using OverheadCommandTest = ScratchFiles;

CommandOutcome Overhead(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "overhead");
  return RunCommand(MakeOverheadCommand(), std::move(arguments));
}

// One trace doubles its packets and its time, the other stays as it was.
TEST_F(OverheadCommandTest, ComparesTracesByTheirNames) {
  Write("base/0/a.log", "0,s\n100,s\n");
  Write("base/b.log", "0,s\n100,s\n");
  Write("defended/0/a.log", "0,sn,514\n5,sp,514\n9,sp,514\n200,sn,514\n");
  Write("defended/b.log", "0,sn,514\n100,sn,514\n");
  const CommandOutcome outcome =
      Overhead({Path("base"), Path("defended"), "--json"});
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["traces"], 2);
  EXPECT_DOUBLE_EQ(json["overhead_data_mean_multiple"].get<double>(), 0.5);
  EXPECT_DOUBLE_EQ(json["overhead_duration_mean_multiple"].get<double>(), 0.5);
  EXPECT_THAT(Overhead({Path("base"), Path("defended")}).out,
              HasSubstr("overhead, data"));
}

TEST_F(OverheadCommandTest, ComparesTwoFilesOfAnyNames) {
  const std::string a = Write("a.log", "0,s\n");
  const std::string b = Write("b.log", "0,sn\n");
  EXPECT_EQ(Overhead({a, b}).code, kDone);
}

TEST_F(OverheadCommandTest, SaysWhyItRefuses) {
  Write("base/a.log", "0,s\n");
  Write("more/a.log", "0,s\n");
  Write("more/0/c.log", "0,s\n");
  EXPECT_THAT(Overhead({Path("base"), Path("more")}).err,
              HasSubstr(" has no 0/c.log"));
  Write("bad/a.log", "x,s\n");
  const CommandOutcome outcome = Overhead({Path("base"), Path("bad")});
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_THAT(outcome.err, HasSubstr("a.log: line 1: the time \"x\""));
  EXPECT_EQ(Overhead({Path("base"), "no/such"}).code, kBadInput);
  EXPECT_EQ(Overhead({Path("base")}).code, kBadCall);
}

}  // namespace
}  // namespace maybenot::cli
