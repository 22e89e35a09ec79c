#include "maybenot/simulator/simulator.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/event_code.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/arguments.h"
#include "maybenot/simulator/bin_dist.h"
#include "maybenot/simulator/input_trace.h"
#include "maybenot/simulator/integration.h"
#include "maybenot/simulator/simulation.h"
#include "maybenot/testing/specs.h"

namespace maybenot::simulator {
namespace {

using Stop = Simulation::Stop;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Arguments Default() {
  Arguments arguments;
  arguments.network.delay = base::Milliseconds(10);
  arguments.max_sim_iterations = 1'000;
  return arguments;
}

struct Sides {
  std::vector<MachineSpec> client = {};
  std::vector<MachineSpec> server = {};
};

absl::StatusOr<Simulation> Simulated(const std::string& trace, Sides sides,
                                     const Arguments& arguments) {
  return Simulate(ParseInputTrace(trace).value(),
                  specs::Compile(std::move(sides.client)),
                  specs::Compile(std::move(sides.server)), arguments);
}

// "0.010 c TS", milliseconds; + after it: padding.
std::vector<std::string> Lines(const Simulation& simulation) {
  std::vector<std::string> lines;
  for (const SimEvent& event : simulation.events) {
    lines.push_back(absl::StrCat(
        static_cast<double>(event.at.time_since_epoch().count()) / 1e6,
        event.client ? " c " : " s ", EventCode({event.event, event.machine}),
        event.padding ? "+" : ""));
  }
  return lines;
}

std::vector<std::string> LinesOf(const std::string& trace, Sides sides,
                                 const Arguments& arguments) {
  return Lines(Simulated(trace, std::move(sides), arguments).value());
}

MachineSpec PadsAfterNormal(double timeout_us, specs::Flags flags = {}) {
  return specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                      specs::Pads(timeout_us, flags)});
}
MachineSpec BlocksAfterNormal(double duration_us, specs::Flags flags = {}) {
  return specs::Spec(
      {specs::Idle().On(Event::kNormalSent, 1),
       specs::Blocks({.timeout_us = 0, .duration_us = duration_us}, flags)});
}

// What the client received at 25 was sent by the server at 15.
TEST(SimulatorTest, WithoutMachinesTheTraceComesBack) {
  const Simulation simulation =
      Simulated("0,s\n25000000,r\n", {}, Default()).value();
  EXPECT_THAT(Lines(simulation),
              ElementsAre("0 c NS", "0 c TS", "10 s TR", "10 s NR", "15 s NS",
                          "15 s TS", "25 c TR"));
  EXPECT_EQ(simulation.stop, Stop::kNormalPacketsProcessed);
  EXPECT_EQ(simulation.iterations, 7u);
}

TEST(SimulatorTest, RecordsWhatIsAskedFor) {
  Arguments arguments = Default();
  arguments.only_network_activity = true;
  EXPECT_THAT(LinesOf("0,s\n25000000,r\n", {}, arguments),
              ElementsAre("0 c TS", "10 s TR", "15 s TS", "25 c TR"));
  arguments.only_client_events = true;
  EXPECT_THAT(LinesOf("0,s\n25000000,r\n", {}, arguments),
              ElementsAre("0 c TS", "25 c TR"));
}

TEST(SimulatorTest, PaddingIsSentAndReceived) {
  Arguments arguments = Default();
  arguments.only_network_activity = true;
  EXPECT_THAT(LinesOf("0,s\n50000000,s\n",
                      {.client = {PadsAfterNormal(20'000)}}, arguments),
              ElementsAre("0 c TS", "10 s TR", "20 c TS+", "30 s TR+",
                          "50 c TS", "60 s TR"));
}

TEST(SimulatorTest, StopsWhereItIsTold) {
  Arguments arguments = Default();
  arguments.max_trace_length = 3;
  Simulation simulation = Simulated("0,s\n5,s\n", {}, arguments).value();
  EXPECT_EQ(simulation.stop, Stop::kMaxTraceLength);
  EXPECT_EQ(simulation.events.size(), 3u);

  arguments = Default();
  arguments.max_sim_iterations = 4;
  arguments.only_network_activity = true;
  simulation = Simulated("0,s\n5,s\n", {}, arguments).value();
  EXPECT_EQ(simulation.stop, Stop::kMaxSimIterations);
  EXPECT_EQ(simulation.iterations, 4u);

  arguments = Default();
  arguments.continue_after_all_normal_packets_processed = true;
  simulation = Simulated("0,s\n", {}, arguments).value();
  EXPECT_EQ(simulation.stop, Stop::kNothingLeft);
  EXPECT_THAT(Lines(simulation),
              ElementsAre("0 c NS", "0 c TS", "10 s TR", "10 s NR"));
}

// A machine that sets a timer of 24 h over and over; 146 years have 53,376
// days.
TEST(SimulatorTest, StopsAtTheEndOfTime) {
  Arguments arguments = Default();
  arguments.max_sim_iterations = 0;
  arguments.continue_after_all_normal_packets_processed = true;
  const MachineSpec machine =
      specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                   specs::SetsTimer(86'400e6).On(Event::kTimerEnd, 1)});
  const Simulation simulation =
      Simulated("0,s\n", {.client = {machine}}, arguments).value();
  EXPECT_EQ(simulation.stop, Stop::kEndOfTime);
  EXPECT_EQ(simulation.events.size(), 4u + 53'375u * 2u + 1u);
}

TEST(SimulatorTest, ABlockHoldsPacketsBack) {
  EXPECT_THAT(LinesOf("0,s\n2000000,s\n",
                      {.client = {BlocksAfterNormal(5'000)}}, Default()),
              ElementsAre("0 c NS", "0 c TS", "0 c BB:0", "2 c NS", "5 c BE",
                          "5 c TS", "10 s TR", "10 s NR", "15 s TR"));
}

TEST(SimulatorTest, ABlockOfZeroLengthBeginsAndEnds) {
  Arguments arguments = Default();
  EXPECT_THAT(LinesOf("0,s\n2000000,s\n", {.client = {BlocksAfterNormal(0)}},
                      arguments),
              ElementsAre("0 c NS", "0 c TS", "0 c BB:0", "0 c BE", "2 c NS",
                          "2 c TS", "10 s TR", "10 s NR", "12 s TR"));
  arguments.strict_reference = true;
  EXPECT_THAT(LinesOf("0,s\n2000000,s\n", {.client = {BlocksAfterNormal(0)}},
                      arguments),
              ElementsAre("0 c NS", "0 c TS", "0 c BB:0", "2 c NS", "2 c TS",
                          "10 s TR", "10 s NR", "12 s TR"));
}

// At 2 ms another machine replaces the block by one of zero length.
TEST(SimulatorTest, ABlockReplacedByZeroLengthBeginsBeforeItEnds) {
  const MachineSpec replaces =
      specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                   specs::Blocks({.timeout_us = 2'000, .duration_us = 0},
                                 {.replace = true})});
  Arguments arguments = Default();
  arguments.only_client_events = true;
  const std::string trace = "0,s\n1000000,s\n";
  EXPECT_THAT(LinesOf(trace, {.client = {BlocksAfterNormal(5'000), replaces}},
                      arguments),
              ElementsAre("0 c NS", "0 c TS", "0 c BB:0", "1 c NS", "2 c BB:1",
                          "2 c BE", "2 c TS"));
  arguments.strict_reference = true;
  EXPECT_THAT(LinesOf(trace, {.client = {BlocksAfterNormal(5'000), replaces}},
                      arguments),
              ElementsAre("0 c NS", "0 c TS", "0 c BB:0", "1 c NS", "2 c BE",
                          "2 c TS", "2 c BB:1"));
}

Integration Always(int action_us, int reporting_us, int trigger_us) {
  const auto dist = [](int us) {
    const double ms = us / 1000.0;
    return BinDist::Parse(absl::StrCat("{\"(", ms, ", ", ms, ")\": 1.0}"))
        .value();
  };
  return {dist(action_us), dist(reporting_us), dist(trigger_us)};
}

// NS at 0 is reported at 2; the padding, due 20 after that, is triggered 4
// later, and on the wire 1 after that; all of it is recorded when it happens.
TEST(SimulatorTest, IntegrationDelaysWhatMachinesDo) {
  Arguments arguments = Default();
  arguments.client_integration = Always(1'000, 2'000, 4'000);
  EXPECT_THAT(LinesOf("0,s\n50000000,s\n",
                      {.client = {PadsAfterNormal(20'000)}}, arguments),
              ElementsAre("0 c NS", "0 c TS", "10 s TR", "10 s NR",
                          "27 c PS:0+", "27 c TS+", "37 s TR+", "37 s PR+",
                          "50 c NS", "50 c TS", "60 s TR"));
}

// The end of a block that is shorter than the delay of its beginning is told
// after it.
TEST(SimulatorTest, WithDelaysToEveryBeginIsToldBeforeItsEnd) {
  Arguments arguments = Default();
  arguments.only_client_events = true;
  arguments.client_integration = Always(3'000, 0, 0);
  for (const double duration_us : {0.0, 1'000.0}) {
    EXPECT_THAT(
        LinesOf("0,s\n50000000,s\n",
                {.client = {BlocksAfterNormal(duration_us)}}, arguments),
        ElementsAre("0 c NS", "0 c TS", "3 c BB:0", "3 c BE", "50 c NS",
                    "50 c TS"));
  }
}

TEST(SimulatorTest, TheSameSeedGivesTheSameRun) {
  Arguments arguments = Default();
  arguments.seed = 7;
  arguments.client_integration = arguments.server_integration =
      Integration{BinDist::Parse(R"json({"(0, 3)": 1})json").value(),
                  BinDist::Parse(R"json({"(0, 2)": 1
})json")
                      .value(),
                  BinDist::Parse(R"json({"(0, 1)": 1
})json")
                      .value()};
  const std::string trace = "0,s\n5000000,r\n9000000,s\n30000000,r\n";
  const auto run = [&] {
    return LinesOf(trace, {.client = {PadsAfterNormal(100)}}, arguments);
  };
  const std::vector<std::string> first = run();
  EXPECT_EQ(first, run());
  arguments.seed = 8;
  EXPECT_NE(first, run());
}

TEST(SimulatorTest, AnEmptyTraceHasNoEvents) {
  const Simulation simulation =
      Simulate({}, specs::Compile({PadsAfterNormal(1)}), specs::Compile({}),
               Default())
          .value();
  EXPECT_TRUE(simulation.events.empty());
  EXPECT_EQ(simulation.stop, Stop::kNothingLeft);
}

TEST(SimulatorTest, RefusesMoreMachinesThanAnEventCanName) {
  const Machine machine = specs::Compile({PadsAfterNormal(1)})->front();
  const auto machines =
      std::make_shared<const std::vector<Machine>>(65'537, machine);
  EXPECT_THAT(
      Simulate({}, machines, specs::Compile({}), Default()).status().message(),
      HasSubstr("client: 65537 machines: must be at most 65536"));
}

TEST(SimulatorTest, RefusesArgumentsAndSaysWhich) {
  Arguments arguments = Default();
  arguments.network.packets_per_second = 0;
  EXPECT_THAT(Simulated("0,s\n", {}, arguments).status().message(),
              HasSubstr("network.packets_per_second: 0"));
  arguments = Default();
  arguments.server_limits.max_padding_frac = 1.5;
  EXPECT_THAT(Simulated("0,s\n", {}, arguments).status().message(),
              HasSubstr("server.max_padding_frac: 1.5 is not in [0, 1]"));
}

}  // namespace
}  // namespace maybenot::simulator
