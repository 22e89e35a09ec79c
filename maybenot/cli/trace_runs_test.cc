#include "maybenot/cli/trace_runs.h"

#include <cstddef>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/testing/scratch_files.h"
#include "maybenot/cli/trace_files.h"
#include "maybenot/event.h"
#include "maybenot/testing/specs.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

class TraceRunsTest : public ScratchFiles {
 protected:
  TraceFile FileWith(const std::string& name, const std::string& content) {
    return {Write(name, content), name};
  }
};

RunOptions Plain() {
  RunOptions options;
  options.client = specs::Compile({});
  options.server = specs::Compile({});
  return options;
}

TEST_F(TraceRunsTest, SimulatesAFile) {
  RunOptions options = Plain();
  options.client = specs::Compile(
      {specs::Spec({specs::Idle().On(Event::kNormalSent, 1), specs::Pads(0)})});
  const TraceRun run =
      RunTrace(FileWith("one", "0,s\n1000000,s\n"), options).value();
  EXPECT_EQ(run.file.name, "one");
  // NS TS PS TS+, and NS TS; at the server TR twice with NR, TR+ with PR.
  EXPECT_EQ(run.simulation.events.size(), 12u - 1u);  // Without the last NR.
}

TEST_F(TraceRunsTest, ASeedIsOfTheTracesNameOrTheSame) {
  RunOptions options = Plain();
  options.arguments.seed = 5;
  const TraceFile a{"x/a", "a"}, also_a{"y/a", "a"}, b{"x/b", "b"};
  EXPECT_EQ(SeedOf(options, a), SeedOf(options, also_a));
  EXPECT_NE(SeedOf(options, a), SeedOf(options, b));
  RunOptions other = options;
  other.arguments.seed = 6;
  EXPECT_NE(SeedOf(options, a), SeedOf(other, a));
  options.same_seed = true;
  EXPECT_EQ(SeedOf(options, a), 5u);
}

// 100 runs by 3 threads, more than are held at a time.
TEST_F(TraceRunsTest, WritesInTheOrderOfTheFiles) {
  std::vector<TraceFile> files(100, FileWith("same", "0,s\n"));
  std::string expected;
  for (std::size_t i = 0; i < files.size(); ++i) {
    files[i].name = absl::StrCat(i);
    absl::StrAppend(&expected, i, "\n");
  }
  std::ostringstream out;
  std::size_t last = 0;
  const absl::Status status = RunTraces(
      files, Plain(), 3,
      [](const TraceRun& run) -> absl::StatusOr<std::string> {
        return run.file.name + "\n";
      },
      out, [&last](std::size_t done) { last = done; });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(out.str(), expected);
  EXPECT_EQ(last, 100u);
}

TEST_F(TraceRunsTest, WritesWhatIsBeforeTheFirstError) {
  const std::vector<TraceFile> files = {FileWith("good", "0,s\n"),
                                        FileWith("bad", "0,x\n"),
                                        FileWith("worse", "")};
  std::ostringstream out;
  const absl::Status status = RunTraces(
      files, Plain(), 1,
      [](const TraceRun& run) -> absl::StatusOr<std::string> {
        return run.file.name + "\n";
      },
      out);
  EXPECT_EQ(out.str(), "good\n");
  EXPECT_THAT(status.message(), HasSubstr("/bad: line 1: the "));
}

TEST_F(TraceRunsTest, ErrorsNameTheFile) {
  EXPECT_THAT(RunTrace({"no/such", "such"}, Plain()).status().message(),
              HasSubstr("no/such: no such file"));
  RunOptions options = Plain();
  options.arguments.network.packets_per_second = 0;
  EXPECT_THAT(RunTrace(FileWith("pps", "0,s\n"), options).status().message(),
              HasSubstr("/pps: network.packets_per_second: 0"));
}

}  // namespace
}  // namespace maybenot::cli
