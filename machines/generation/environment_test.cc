#include "machines/generation/environment.h"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "machines/generation/environment_config.h"
#include "machines/generation/testing/golden_traces.h"
#include "machines/generation/trace_set.h"
#include "maybenot/simulator/queued_event.h"

namespace generation {
namespace {

EnvironmentConfig MakeConfig() {
  EnvironmentConfig config;
  config.traces = {TraceSet{}};
  config.num_traces = {2, 4};
  config.sim_steps = {100, 100};
  config.rtt_in_ms = {51, 51};
  return config;
}

Environment Make(const EnvironmentConfig& config,
                 const ConstraintsConfig& constraints, std::uint64_t seed) {
  base::Random random = base::Random::FromSeed(seed);
  return Environment::Create(config, constraints,
                             {.traces = testing::GoldenTraces()}, random)
      .value();
}

TEST(EnvironmentTest, TakesWhatTheConfigurationSays) {
  const Environment environment = Make(MakeConfig(), {}, 1);
  EXPECT_EQ(environment.arguments.network.delay, base::Milliseconds(25));
  EXPECT_EQ(environment.arguments.network.packets_per_second, std::nullopt);
  EXPECT_EQ(environment.arguments.max_trace_length, 100u);
  EXPECT_EQ(environment.arguments.max_sim_iterations, 100u);
  EXPECT_EQ(environment.arguments.client_limits.max_padding_frac, 0);
  EXPECT_FALSE(environment.arguments.client_integration.has_value());
  EXPECT_GE(environment.traces.size(), 2u);
  EXPECT_LE(environment.traces.size(), 4u);
}

// A load of up to 3 is three packets of padding for one: three quarters. A
// delay of up to 1 doubles the time: half of it is blocked.
TEST(EnvironmentTest, CostsImplyLimitsOfTheFrameworks) {
  EnvironmentConfig config = MakeConfig();
  config.implied_framework_limits = true;
  ConstraintsConfig constraints;
  constraints.client_load = {0, 3};
  constraints.delay = {0, 1};
  const Environment environment = Make(config, constraints, 1);
  EXPECT_EQ(environment.arguments.client_limits.max_padding_frac, 0.75);
  EXPECT_EQ(environment.arguments.server_limits.max_padding_frac, 0);
  EXPECT_EQ(environment.arguments.client_limits.max_blocking_frac, 0.5);
  EXPECT_EQ(environment.arguments.server_limits.max_blocking_frac, 0.5);
}

TEST(EnvironmentTest, KnowsWhenTheClientSentUndefended) {
  const Environment environment = Make(MakeConfig(), {}, 3);
  ASSERT_EQ(environment.sent.size(), environment.traces.size());
  for (const auto& sent : environment.sent) {
    EXPECT_FALSE(sent.empty());
    for (std::size_t i = 1; i < sent.size(); ++i) {
      EXPECT_LE(sent[i - 1], sent[i]);
    }
  }
}

TEST(EnvironmentTest, TheExampleDelaysAreOfBothSides) {
  const auto example = ExampleIntegration();
  base::Random random = base::Random::FromSeed(1);
  for (int i = 0; i < 100; ++i) {
    EXPECT_LE(ToDuration(example.client.action.Sample(random)),
              base::Milliseconds(3));
    EXPECT_LE(ToDuration(example.server.trigger.Sample(random)),
              base::Milliseconds(3));
  }
}

}  // namespace
}  // namespace generation
