#include "net/stop_signal.h"

#include <chrono>
#include <csignal>
#include <memory>

#include "gtest/gtest.h"
#include "net/executor.h"

namespace net {
namespace {

// Stops asked for by `signal`.
int StopsAfter(int signal) {
  IoContext io_context;
  int stops = 0;
  StopSignal stop(io_context, [&] { ++stops; });
  std::raise(signal);
  io_context.run_for(std::chrono::seconds(20));
  return stops;
}

TEST(StopSignalTest, TheFirstOneAsks) {
  EXPECT_EQ(StopsAfter(SIGTERM), 1);
  EXPECT_EQ(StopsAfter(SIGINT), 1);
}

TEST(StopSignalDeathTest, TheSecondOneEndsTheProcess) {
  EXPECT_EXIT(
      {
        IoContext io_context;
        StopSignal stop(io_context, [] { std::raise(SIGTERM); });
        std::raise(SIGTERM);
        io_context.run_for(std::chrono::seconds(20));
      },
      ::testing::KilledBySignal(SIGTERM), "");
}

TEST(StopSignalTest, WithoutOneTheLoopIsNotStopped) {
  IoContext io_context;
  bool stopped = false;
  auto stop = std::make_unique<StopSignal>(io_context, [&] { stopped = true; });
  io_context.poll();
  stop.reset();
  io_context.run_for(std::chrono::seconds(20));
  EXPECT_FALSE(stopped);
}

}  // namespace
}  // namespace net
