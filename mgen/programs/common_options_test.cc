#include "mgen/programs/common_options.h"

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "base/files/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/programs/stats.pb.h"
#include "mgen/programs/testing/program_test.h"

namespace mgen {
namespace {

TEST(CommonOptionsTest, ReadsAWindowAndASeed) {
  CLI::App app;
  CommonOptions options;
  options.AddTo(app);
  app.parse(std::vector<std::string>{"7", "--seed", "1..2.5", "--measure"});
  EXPECT_EQ(options.seed, 7u);
  ASSERT_TRUE(options.window().has_value());
  EXPECT_EQ(options.window()->to_ns, 2'500'000'000);
  EXPECT_FALSE(CommonOptions().window().has_value());
}

TEST(CommonOptionsTest, TheEndStopsFirstAndThenWritesWhatWasCounted) {
  LoggedRuntime runtime("test");
  CommonOptions options;
  options.stats_file = ::testing::TempDir() + "/stats.json";
  bool stopped = false;
  stats::Stats stats;
  stats.set_program("a test");
  runtime->io_context.stop();
  ASSERT_TRUE(RunUntilStopped(*runtime, options,
                              {.stop = [&stopped] { stopped = true; },
                               .stats = [&stats] { return stats; },
                               .metrics = nullptr})
                  .ok());
  EXPECT_TRUE(stopped);
  EXPECT_THAT(base::ReadFile(options.stats_file).value(),
              testing::HasSubstr("\"program\": \"a test\""));
}

TEST(CommonOptionsTest, AFileThatCannotBeWrittenIsAnError) {
  LoggedRuntime runtime("test");
  CommonOptions options;
  options.stats_file = "/proc/no/stats.json";
  runtime->io_context.stop();
  const absl::Status status =
      RunUntilStopped(*runtime, options,
                      {.stop = [] {},
                       .stats = [] { return stats::Stats(); },
                       .metrics = nullptr});
  EXPECT_THAT(std::string(status.message()),
              testing::HasSubstr("/proc/no/stats.json"));
}

}  // namespace
}  // namespace mgen
