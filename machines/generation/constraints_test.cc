#include "machines/generation/constraints.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "machines/catalogue.h"
#include "machines/generation/environment.h"
#include "machines/generation/environment_config.h"
#include "machines/generation/trace_set.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/input_trace.h"

namespace generation {
namespace {

maybenot::Machines Build(const std::string& text) {
  base::Random random = base::Random::FromSeed(1);
  return std::make_shared<const std::vector<maybenot::Machine>>(
      machines::BuildDefense(text, random).value());
}

// One trace: a request each 100 ms, answered 10 ms later, 20 times.
Environment MakeEnvironment() {
  maybenot::simulator::InputTrace trace;
  for (int i = 0; i < 20; ++i) {
    const base::Instant at{base::Milliseconds(100 * i)};
    trace.packets.push_back({at, true});
    trace.packets.push_back({at + base::Milliseconds(10), false});
  }
  const auto shared =
      std::make_shared<const maybenot::simulator::InputTrace>(trace);
  EnvironmentConfig config;
  config.traces = {TraceSet{}};
  config.num_traces = {1, 1};
  config.sim_steps = {2000, 2000};
  config.rtt_in_ms = {10, 10};
  config.packets_per_sec = {10'000, 10'000};  // More than any machine here.
  base::Random random = base::Random::FromSeed(1);
  return Environment::Create(config, {},
                             {.traces = {.size = 1,
                                         .get = [shared](std::size_t)
                                             -> absl::StatusOr<SharedTrace> {
                                           return shared;
                                         }}},
                             random)
      .value();
}

Verdict Check(const ConstraintsConfig& constraints, const std::string& client,
              const std::string& server) {
  return CheckConstraints(constraints, Build(client), Build(server),
                          MakeEnvironment(), 1)
      .value();
}

TEST(ConstraintsTest, WithoutAnyAllPasses) {
  EXPECT_EQ(Check({}, "noop", "noop"), Verdict::kPasses);
}

TEST(ConstraintsTest, WhoeverMustPadDoes) {
  ConstraintsConfig constraints;
  constraints.client_load = {0, 5};
  EXPECT_EQ(Check(constraints, "noop", "noop"), Verdict::kTooFewPaddingPackets);
  constraints.client_load = {0, 0};
  EXPECT_EQ(Check(constraints, "noop", "noop"), Verdict::kPasses);
  constraints.server_load = {0.001, 5};
  EXPECT_EQ(Check(constraints, "noop", "noop"), Verdict::kTooFewPaddingPackets);
}

// 2 s of a packet each 10 ms are 200 packets for 20 of the client: a load of
// about 9.
TEST(ConstraintsTest, LoadsAreInTheirRanges) {
  const std::string padded = "tamaraw 0.01 1000000";
  ConstraintsConfig constraints;
  constraints.client_load = {5, 15};
  EXPECT_EQ(Check(constraints, padded, "noop"), Verdict::kPasses);
  constraints.client_load = {20, 30};
  EXPECT_EQ(Check(constraints, padded, "noop"), Verdict::kClientLoad);
  constraints.client_load.reset();
  constraints.server_load = {0.5, 1};
  EXPECT_EQ(Check(constraints, "noop", padded), Verdict::kServerLoad);
}

TEST(ConstraintsTest, EnoughNormalPacketsComeThrough) {
  ConstraintsConfig constraints;
  constraints.client_load = {0, 0};
  constraints.client_min_normal_packets = 20;
  EXPECT_EQ(Check(constraints, "noop", "noop"), Verdict::kPasses);
  constraints.client_min_normal_packets = 21;
  EXPECT_EQ(Check(constraints, "noop", "noop"), Verdict::kTooFewNormalPackets);
}

// Without a defense there is no delay; Tamaraw lets a packet go each second, so
// the 20th of two seconds leaves after about twenty.
TEST(ConstraintsTest, DelaysAreInTheirRange) {
  ConstraintsConfig constraints;
  constraints.delay = {0, 0};
  EXPECT_EQ(Check(constraints, "noop", "noop"), Verdict::kPasses);
  EXPECT_EQ(Check(constraints, "tamaraw 1 10000000", "noop"), Verdict::kDelay);
  constraints.delay = {1, 50};
  EXPECT_EQ(Check(constraints, "tamaraw 1 10000000", "noop"), Verdict::kPasses);
}

TEST(ConstraintsTest, EachVerdictHasItsText) {
  EXPECT_EQ(VerdictText(Verdict::kPasses), "passes");
  EXPECT_EQ(VerdictText(Verdict::kDelay), "delay out of its range");
}

}  // namespace
}  // namespace generation
