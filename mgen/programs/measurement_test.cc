#include "mgen/programs/measurement.h"

#include <chrono>
#include <optional>

#include "gtest/gtest.h"
#include "mgen/programs/stats.pb.h"
#include "mgen/programs/testing/program_test.h"
#include "mgen/programs/unix_time.h"

namespace mgen {
namespace {

TEST(MeasurementTest, SettlesAndMeasuresBetweenItsTimes) {
  LoggedRuntime runtime("test");
  const std::int64_t now = runtime->clock.unix_ns_at_start();
  int settled = 0;
  Measurement measurement(runtime.get(),
                          UnixWindow{now + 1'000'000, now + 2'000'000},
                          [&settled] { ++settled; });
  measurement.meters().FindOrAdd("alice", "g");
  EXPECT_FALSE(measurement.meters().began());
  while (!measurement.meters().ended()) {
    runtime->io_context.run_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(settled, 2);
  stats::Stats stats;
  measurement.WriteTo(stats);
  EXPECT_TRUE(stats.conversations(0).has_measured());
  EXPECT_GT(stats.written(), stats.started());
}

TEST(MeasurementTest, FinishEndsATimeThatBegan) {
  LoggedRuntime runtime("test");
  const std::int64_t now = runtime->clock.unix_ns_at_start();
  Measurement measurement(runtime.get(),
                          UnixWindow{now, now + 3'600'000'000'000}, [] {});
  while (!measurement.meters().began()) {
    runtime->io_context.run_for(std::chrono::milliseconds(1));
  }
  measurement.Finish();
  EXPECT_TRUE(measurement.meters().ended());
}

TEST(MeasurementTest, WithoutAWindowNothingIsMeasured) {
  LoggedRuntime runtime("test");
  Measurement measurement(runtime.get(), std::nullopt, [] {});
  measurement.meters().FindOrAdd("alice", "g");
  measurement.Finish();
  stats::Stats stats;
  measurement.WriteTo(stats);
  EXPECT_FALSE(stats.conversations(0).has_measured());
}

}  // namespace
}  // namespace mgen
