#include "maybenot/cli/run_report.h"

#include <nlohmann/json.hpp>
#include <string>

#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/cli/trace_runs.h"
#include "maybenot/event.h"
#include "maybenot/simulator/simulation.h"

namespace maybenot::cli {
namespace {

using simulator::Simulation;

base::Instant At(std::int64_t ns) { return base::Instant(base::Duration(ns)); }

TraceRun SomeRun() {
  TraceRun run;
  run.file = {"x/a.log", "a.log"};
  run.seed = 7;
  run.simulation.stop = Simulation::Stop::kMaxTraceLength;
  run.simulation.iterations = 5;
  run.simulation.events = {
      {At(-3), MachineId{0}, Event::kTunnelSent, false, false},
      {At(10), MachineId{2}, Event::kPaddingSent, true, true},
      {At(10), MachineId{0}, Event::kTunnelSent, true, true},
      {At(12), MachineId{0}, Event::kTunnelRecv, true, false}};
  return run;
}

TEST(RunReportTest, SumsUpARun) {
  EXPECT_EQ(RunAsJson(SomeRun(), RunDetail::kSummary),
            R"({"trace":"a.log","seed":7,"stop":"max trace length",)"
            R"("iterations":5,"sent":{"normal":0,"padding":1},)"
            R"("received":{"normal":1,"padding":0}})"
            "\n");
}

TEST(RunReportTest, ListsThePacketsOfTheClient) {
  const auto line =
      nlohmann::json::parse(RunAsJson(SomeRun(), RunDetail::kPackets));
  EXPECT_EQ(line["packets"].dump(), R"([[0,"sp"],[2,"rn"]])");
  EXPECT_FALSE(line.contains("events"));
}

TEST(RunReportTest, ListsTheEventsOfBothSides) {
  const auto line =
      nlohmann::ordered_json::parse(RunAsJson(SomeRun(), RunDetail::kEvents));
  ASSERT_EQ(line["events"].size(), 4u);
  EXPECT_EQ(line["events"][0].dump(),
            R"({"ns":-3,"side":"server","event":"TunnelSent",)"
            R"("padding":false})");
  EXPECT_EQ(line["events"][1].dump(),
            R"({"ns":10,"side":"client","event":"PaddingSent",)"
            R"("padding":true,"machine":2})");
  EXPECT_FALSE(line.contains("packets"));
}

TEST(RunReportTest, EveryStopHasAName) {
  using Stop = Simulation::Stop;
  EXPECT_EQ(StopName(Stop::kNothingLeft), "nothing left");
  EXPECT_EQ(StopName(Stop::kMaxTraceLength), "max trace length");
  EXPECT_EQ(StopName(Stop::kMaxSimIterations), "max sim iterations");
  EXPECT_EQ(StopName(Stop::kNormalPacketsProcessed),
            "normal packets processed");
  EXPECT_EQ(StopName(Stop::kEndOfTime), "end of time");
}

}  // namespace
}  // namespace maybenot::cli
