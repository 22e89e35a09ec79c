#include "maybenot/cli/sim_command.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/run_command.h"
#include "maybenot/cli/testing/scratch_files.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/specs.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string Text(const MachineSpec& spec) {
  return specs::Compile({spec})->front().Serialize().value();
}

// Pads 5 us after the first normal packet.
std::string Pads() {
  return Text(
      specs::Spec({specs::Idle().On(Event::kNormalSent, 1), specs::Pads(5)}));
}

// Pads within 1 ms after each normal packet.
std::string PadsAtRandom() {
  State pads;
  pads.action =
      SendPadding{false, false, {Uniform{0, 1000}, 0, 0}, std::nullopt};
  return Text(
      specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                   specs::StateBuilder(pads).On(Event::kNormalSent, 1)}));
}

using SimCommandTest = ScratchFiles;

CommandOutcome Sim(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "sim");
  return RunCommand(MakeSimCommand(), std::move(arguments));
}

const char kTrace[] = "0,s\n25000000,r\n40000000,s\n";

TEST_F(SimCommandTest, PrintsWhatTheClientSaw) {
  Write("a.log", kTrace);
  const CommandOutcome outcome =
      Sim({Path("a.log"), "-c", Pads(), "-s", Pads(), "--seed", "1"});
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  // The server pads at 15.005 ms: 10 ms later it is here.
  EXPECT_EQ(outcome.out,
            "0,sn,514\n5000,sp,514\n25000000,rn,514\n25005000,rp,514\n"
            "40000000,sn,514\n");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(SimCommandTest, SeveralTracesComeInTheirOrderWithTheirNames) {
  Write("b.log", "0,s\n");
  Write("0/a.log", "0,s\n7,s\n");
  EXPECT_EQ(Sim({Path(""), "--seed", "1"}).out,
            "# 0/a.log\n0,sn,514\n7,sn,514\n# b.log\n0,sn,514\n");
}

TEST_F(SimCommandTest, WritesFilesOfTheirNames) {
  Write("in/0/a.log", kTrace);
  const CommandOutcome outcome =
      Sim({Path("in"), "--seed", "1", "-o", Path("out"), "--json"});
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  EXPECT_EQ(Read("out/0/a.log"),
            "0,sn,514\n25000000,rn,514\n40000000,sn,514\n");
  const auto line = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(line["trace"], "0/a.log");
  EXPECT_EQ(line["stop"], "normal packets processed");
  EXPECT_FALSE(line.contains("packets"));
}

TEST_F(SimCommandTest, TellsAllEventsAsJson) {
  Write("a.log", "0,s\n");
  const CommandOutcome outcome =
      Sim({Path(""), "--seed", "1", "--json", "--all-events", "--continue"});
  const auto events = nlohmann::json::parse(outcome.out)["events"];
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[0]["event"], "NormalSent");
  EXPECT_EQ(events[3]["side"], "server");
  EXPECT_EQ(events[3]["ns"], 10'000'000);
}

TEST_F(SimCommandTest, TheSeedAndTheNameDecide) {
  Write("a.log", kTrace);
  Write("b.log", kTrace);
  const std::string machine = PadsAtRandom();
  const auto run = [&](std::vector<std::string> rest) {
    rest.insert(rest.end(), {"-c", machine});
    return Sim(rest).out;
  };
  const std::string a = run({Path("a.log"), "--seed", "1"});
  EXPECT_EQ(a, run({Path("a.log"), "--seed", "1"}));
  EXPECT_NE(a, run({Path("a.log"), "--seed", "2"}));
  const std::string b = run({Path("b.log"), "--seed", "1"});
  EXPECT_NE(a, b);
  EXPECT_EQ(run({Path(""), "--seed", "1", "--threads", "2"}),
            absl::StrCat("# a.log\n", a, "# b.log\n", b));
  EXPECT_EQ(run({Path("a.log"), "--seed", "1", "--same-seed"}),
            run({Path("b.log"), "--seed", "1", "--same-seed"}));
}

TEST_F(SimCommandTest, WithoutASeedItTellsTheOneItTook) {
  Write("a.log", kTrace);
  const CommandOutcome outcome = Sim({Path(""), "-c", PadsAtRandom()});
  EXPECT_THAT(outcome.err, StartsWith("seed "));
  const std::string seed = outcome.err.substr(5, outcome.err.size() - 6);
  EXPECT_EQ(Sim({Path(""), "-c", PadsAtRandom(), "--seed", seed}).out,
            outcome.out);
}

TEST_F(SimCommandTest, PassesItsFlagsOn) {
  Write("a.log", kTrace);
  EXPECT_EQ(Sim({Path(""), "--seed", "1", "--delay", "20ms", "--continue",
                 "--max-trace-length", "1"})
                .out,
            "0,sn,514\n");
  // One of its two padding packets is more than a tenth already.
  std::vector<std::string> pads = {Path(""),       "--seed", "1",         "-c",
                                   PadsAtRandom(), "--json", "--continue"};
  EXPECT_THAT(Sim(pads).out,
              HasSubstr("\"sent\":{\"normal\":2,\"padding\":2}"));
  pads.insert(pads.end(), {"--max-padding-frac-client", "0.1"});
  EXPECT_THAT(Sim(pads).out,
              HasSubstr("\"sent\":{\"normal\":2,\"padding\":1}"));
  // The second and third of one second wait for 1 s and more.
  EXPECT_THAT(Sim({Path(""), "--seed", "1", "--pps", "1", "--json"}).out,
              HasSubstr("\"received\":{\"normal\":1,"));
}

TEST_F(SimCommandTest, SaysWhenItCutsOff) {
  Write("a.log", kTrace);
  EXPECT_EQ(Sim({Path(""), "--seed", "1", "--max-sim-iterations", "2"}).err,
            "1 trace was cut off by --max-sim-iterations\n");
}

TEST_F(SimCommandTest, StrictReferenceBringsBlocksThatNeverEnd) {
  Write("a.log", kTrace);
  const std::string machine =
      Text(specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                        specs::Blocks({.timeout_us = 0, .duration_us = 0})}));
  const std::vector<std::string> call = {
      Path(""), "--seed", "1", "--json", "-c", machine, "--all-events"};
  EXPECT_THAT(Sim(call).out, HasSubstr("BlockingEnd"));
  std::vector<std::string> strict = call;
  strict.push_back("--strict-reference");
  EXPECT_THAT(Sim(strict).out, HasSubstr("BlockingBegin"));
  EXPECT_EQ(Sim(strict).out.find("BlockingEnd"), std::string::npos);
}

TEST_F(SimCommandTest, DelaysByAnIntegration) {
  Write("a.log", "0,s\n");
  std::string six;
  for (int i = 0; i < 6; ++i) six += "{\"(1.0, 1.0)\": 1.0}\n";
  Write("six", six);
  // Reported at 1 ms, due 5 us later, seen 1 ms and sent 2 ms after that.
  EXPECT_THAT(Sim({Path(""), "--seed", "1", "-c", Pads(), "--continue",
                   "--integration", Path("six")})
                  .out,
              HasSubstr("3005000,sp,514\n"));
  Write("five", six.substr(0, six.size() - 3));
  EXPECT_THAT(Sim({Path(""), "--integration", Path("five")}).err,
              HasSubstr("five: line 6 of 6, "));
}

TEST_F(SimCommandTest, SaysWhyItRefuses) {
  Write("a.log", "0,up\n");
  const CommandOutcome bad = Sim({Path(""), "--seed", "1"});
  EXPECT_EQ(bad.code, kBadInput);
  EXPECT_THAT(bad.err, HasSubstr("a.log: line 1: the direction \"up\""));
  EXPECT_EQ(Sim({"no/such"}).code, kBadInput);
  EXPECT_EQ(Sim({Path(""), "-c", "02x"}).code, kBadInput);
  EXPECT_THAT(Sim({Path(""), "--delay", "3 weeks"}).err, HasSubstr("3 weeks"));
  EXPECT_THAT(Sim({Path(""), "-c", "-", "-s", "-"}).err,
              HasSubstr("-, the standard input, can be only one of"));
  EXPECT_EQ(Sim({}).code, kBadCall);
  EXPECT_EQ(Sim({Path(""), "--pps", "x"}).code, kBadCall);
  EXPECT_EQ(Sim({Path(""), "--all-events"}).code, kBadCall);
}

}  // namespace
}  // namespace maybenot::cli
