#include "machines/generation/environment_config.h"

#include "gtest/gtest.h"
#include "machines/generation/trace_set.h"

namespace generation {
namespace {

EnvironmentConfig Good() {
  EnvironmentConfig config;
  config.traces = {TraceSet{}};
  config.num_traces = {1, 2};
  config.sim_steps = {1, 2};
  return config;
}

TEST(EnvironmentConfigTest, SaysWhatIsOutOfRange) {
  EXPECT_TRUE(Good().Validate().ok());
  EnvironmentConfig config = Good();
  config.traces.clear();
  EXPECT_EQ(config.Validate().message(),
            "traces has 0 sets: must have at least 1");
  config = Good();
  config.sim_steps = {0, 5};
  EXPECT_EQ(config.Validate().message(),
            "sim_steps is [0, 5]: must be from 1 to 1000000000, the smaller "
            "first");
  config = Good();
  config.num_traces = {3, 2};
  EXPECT_FALSE(config.Validate().ok());
  config = Good();
  config.packets_per_sec = {0, 0};
  EXPECT_FALSE(config.Validate().ok());
}

TEST(ConstraintsConfigTest, NoCostIsBelowZero) {
  ConstraintsConfig config;
  EXPECT_TRUE(config.Validate().ok());
  config.client_load = {-1, 0};
  EXPECT_TRUE(config.Validate().ok());
  config.delay = {-2, -1};
  EXPECT_EQ(config.Validate().message(),
            "delay is [-2, -1]: must end at 0 or above, the smaller first");
}

}  // namespace
}  // namespace generation
