#include "maybenot/cli/sim_case.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

const char kCase[] =
    "sim 7\n"
    "client 02eNpjYEAHjOgCAAA0AAI=\n"
    "delay_us 1500\n"
    "pps none\n"
    "seed 9\n"
    "max_trace_length 400\n"
    "max_sim_iterations 20000\n"
    "continue_after_normal true\n"
    "limits_client 0.5 0.25\n"
    "limits_server 0.0 1.0\n"
    "in 0,s,512\n"
    "in 400000,r,512\n"
    "out 1100000 c TS 0\n";

TEST(SimCaseTest, ReadsABlock) {
  const SimCase sim = ParseSimCase(kCase).value();
  EXPECT_EQ(sim.name, "sim 7");
  EXPECT_EQ(sim.client->size(), 1u);
  EXPECT_TRUE(sim.server->empty());
  EXPECT_EQ(sim.arguments.network.delay, base::Microseconds(1500));
  EXPECT_FALSE(sim.arguments.network.packets_per_second.has_value());
  EXPECT_EQ(sim.arguments.seed, 9u);
  EXPECT_EQ(sim.arguments.max_trace_length, 400u);
  EXPECT_EQ(sim.arguments.max_sim_iterations, 20'000u);
  EXPECT_TRUE(sim.arguments.continue_after_all_normal_packets_processed);
  EXPECT_TRUE(sim.arguments.only_network_activity);
  EXPECT_FALSE(sim.arguments.only_client_events);
  EXPECT_EQ(sim.arguments.client_limits.max_blocking_frac, 0.25);
  EXPECT_EQ(sim.arguments.server_limits.max_blocking_frac, 1.0);
  EXPECT_EQ(sim.trace.packets.size(), 2u);
  // What was received at 0.4 ms was sent 1.5 ms earlier.
  EXPECT_EQ(FirstQueued(sim), base::Instant{} - base::Microseconds(1100));
  ASSERT_EQ(sim.events.size(), 1u);
  EXPECT_EQ(SimEventLine(sim.events[0]), "out 1100000 c TS 0");
}

TEST(SimCaseTest, ReadsARateAndFlags) {
  const SimCase sim = ParseSimCase(
                          "sim 1\npps 60\nonly_client_events true\n"
                          "only_network_activity false\nin 0,s\n")
                          .value();
  EXPECT_EQ(sim.arguments.network.packets_per_second, 60u);
  EXPECT_TRUE(sim.arguments.only_client_events);
  EXPECT_FALSE(sim.arguments.only_network_activity);
}

TEST(SimCaseTest, EventsAreWrittenAsTheyAreRead) {
  for (const absl::string_view line :
       {"0 c PS:3 1", "17 s BB:0 0", "18 s NR 0", "19 c TR 1"}) {
    EXPECT_EQ(SimEventLine(ParseSimEvent(line).value()),
              absl::StrCat("out ", line));
  }
  for (const absl::string_view line :
       {"", "1 c TS", "1 c TS 2", "1 x TS 0", "-1 c TS 0", "1 c XX 0",
        "x c TS 0", "1 c TS 0 0"}) {
    EXPECT_FALSE(ParseSimEvent(line).ok()) << line;
  }
}

TEST(SimCaseTest, SaysWhichLineItCannotRead) {
  for (const absl::string_view line :
       {"client 02", "delay_us x", "delay_us -1", "pps x", "seed x",
        "max_trace_length", "max_sim_iterations x", "continue_after_normal 1",
        "only_client_events x", "limits_client 0.5", "limits_server x y",
        "out 1 c", "panic", "nothing"}) {
    const auto sim = ParseSimCase(absl::StrCat("sim 1\n", line, "\nin 0,s\n"));
    ASSERT_FALSE(sim.ok()) << line;
    EXPECT_THAT(sim.status().message(), HasSubstr(absl::StrCat(line, ": ")));
  }
  EXPECT_THAT(ParseSimCase("sim 1\nin 0,x\n").status().message(),
              HasSubstr("the direction \"x\""));
}

TEST(SimCaseTest, SplitsAFileIntoItsBlocks) {
  EXPECT_EQ(SplitSims("sim 1\nin 0,s\nsim 2\n"),
            (std::vector<absl::string_view>{"sim 1\nin 0,s\n", "sim 2\n"}));
  EXPECT_TRUE(SplitSims("").empty());
}

}  // namespace
}  // namespace maybenot::cli
