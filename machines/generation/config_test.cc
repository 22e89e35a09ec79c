#include "machines/generation/config.h"

#include <optional>
#include <string>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "machines/generation/trace_set.h"

namespace generation {
namespace {

const char kDerive[] = R"([derive]
max_attempts = 7
max_duration_sec = 9
[derive.constraints]
client_load = [0.5, 5.0]
delay = {start = 0, end = 1}
client_min_normal_packets = 10
include_after_last_normal = true
[derive.env]
traces = ["BigEnough", {Custom = {root = "r", min_bytes = 1, max_bytes = 2}}]
num_traces = [4, 14]
sim_steps = [1_000, 5_000]
integration = "Example"
implied_framework_limits = true
[derive.env.network]
rtt_in_ms = [10, 100]
packets_per_sec = [1, 2]
[derive.machine]
num_states = [3, 4]
allow_expressive = false
duration_point = [1_000.0, 100_000.0]
count_point = [1, 2]
min_action_timeout = [3, 4]
circpad_compatible = true
)";

TEST(ConfigTest, ReadsAllOfDerive) {
  const auto config = ParseConfig(kDerive, "x.toml");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_FALSE(config->search || config->combo);
  const DeriveConfig& derive = *config->derive;
  EXPECT_EQ(derive.max_attempts, 7u);
  EXPECT_EQ(derive.max_duration_sec, 9u);
  EXPECT_EQ(derive.constraints.client_load->high, 5);
  EXPECT_FALSE(derive.constraints.server_load.has_value());
  EXPECT_EQ(derive.constraints.delay->high, 1);
  EXPECT_EQ(derive.constraints.client_min_normal_packets, 10u);
  EXPECT_EQ(derive.constraints.server_min_normal_packets, 1u);
  EXPECT_TRUE(derive.constraints.include_after_last_normal);
  ASSERT_EQ(derive.env.traces.size(), 2u);
  EXPECT_EQ(derive.env.traces[0].kind, TraceSet::Kind::kBigEnough);
  EXPECT_EQ(derive.env.traces[1],
            (TraceSet{TraceSet::Kind::kCustom, "r", 1, 2}));
  EXPECT_EQ(derive.env.num_traces.high, 14u);
  EXPECT_EQ(derive.env.sim_steps.low, 1000u);
  EXPECT_EQ(derive.env.integration->file, "");
  EXPECT_TRUE(derive.env.implied_framework_limits);
  EXPECT_EQ(derive.env.rtt_in_ms.low, 10u);
  EXPECT_EQ(derive.env.packets_per_sec->high, 2u);
  EXPECT_EQ(derive.machine.num_states.high, 4u);
  EXPECT_EQ(derive.machine.allow_expressive, false);
  EXPECT_EQ(derive.machine.allow_blocking_client, std::nullopt);
  EXPECT_EQ(derive.machine.duration_point.low, 1000);
  EXPECT_EQ(derive.machine.count_point.high, 2u);
  EXPECT_EQ(derive.machine.min_action_timeout.low, 3);
  EXPECT_TRUE(derive.machine.circpad_compatible);
}

TEST(ConfigTest, ReadsSearchAndComboAndPassesOverOtherCommands) {
  const auto config = ParseConfig(
      "[search]\nn = 3\nmax_search_sec = 4\nseed = \"s\"\n"
      "[combo]\nn = 5\nheight = 6\nmax_attempts = 7\n"
      "[sim]\nnetwork.packets_per_sec = [100_000, 100_1000]\n[eval]\nx = 1\n",
      "x.toml");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->search->n, 3u);
  EXPECT_EQ(config->search->max_search_sec, 4u);
  EXPECT_EQ(config->search->seed, "s");
  EXPECT_EQ(config->combo->n, 5u);
  EXPECT_EQ(config->combo->height, 6u);
  EXPECT_EQ(config->combo->max_attempts, 7u);
  EXPECT_FALSE(config->combo->env || config->derive);
}

// The message for kDerive with `from` replaced by `to`.
std::string Refusal(const char* from, const char* to) {
  const std::string text = absl::StrReplaceAll(kDerive, {{from, to}});
  EXPECT_NE(text, kDerive);
  return std::string(ParseConfig(text, "x.toml").status().message());
}

TEST(ConfigTest, ErrorsHaveLineAndPath) {
  EXPECT_EQ(Refusal("sim_steps", "sim_step"),
            "x.toml:9: derive.env.sim_steps is missing");
  EXPECT_EQ(Refusal("circpad_compatible", "circpad"),
            "x.toml:24: unknown key derive.machine.circpad");
  EXPECT_EQ(Refusal("max_attempts = 7", "max_attempts = 0"),
            "x.toml:2: derive.max_attempts is 0: must be at least 1");
  EXPECT_EQ(Refusal("num_states = [3, 4]", "num_states = [0, 4]"),
            "x.toml:18: derive.machine.num_states is [0, 4]: must be from 1 to "
            "100, the smaller first");
  EXPECT_EQ(Refusal("\"Example\"", "{File = {source = \"x\"}}"),
            "x.toml:13: integration.File.src is missing");
  EXPECT_EQ(Refusal("\"Example\"", "\"Sample\""),
            "x.toml:13: derive.env.integration is \"Sample\": must be "
            "\"Example\" or {File = {src = \"FILE\"}}");
}

TEST(ConfigTest, TraceSetsAreKnown) {
  for (const char* set :
       {"\"BigEnuf\"", "\"Custom\"", "3", "{BigEnough = {}}"}) {
    EXPECT_EQ(Refusal("\"BigEnough\"", set)
                  .rfind("x.toml:10: derive.env.traces[0] is ", 0),
              0u)
        << set;
  }
  EXPECT_EQ(Refusal("min_bytes = 1", "min_byte = 1"),
            "x.toml:10: derive.env.traces[1].Custom.min_bytes is missing");
}

TEST(ConfigTest, CombosConstraintsAndEnvironmentGoTogether) {
  EXPECT_EQ(
      ParseConfig("[combo]\n[combo.constraints]\ndelay = [0, 1]\n", "x.toml")
          .status()
          .message(),
      "x.toml:1: combo.env is missing: must be there, as "
      "combo.constraints and combo.env go together");
}

}  // namespace
}  // namespace generation
