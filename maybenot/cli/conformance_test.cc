#include "maybenot/cli/conformance.h"

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

struct Replayed {
  explicit Replayed(const std::vector<std::string>& files) {
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    code = RunConformance(files, out_stream, err_stream);
    out = out_stream.str();
    err = err_stream.str();
  }
  int code;
  std::string out, err;
};

std::string FileWith(const std::string& name, absl::string_view content) {
  std::string path = ::testing::TempDir() + "/conformance_test_" + name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

TEST(ConformanceTest, TellsAKindByTheFirstLine) {
  EXPECT_EQ(DetectGoldenKind("02eN\tname\t{}\n"), GoldenKind::kMachines);
  EXPECT_EQ(DetectGoldenKind("front\t02eN\tname\n"), GoldenKind::kNamed);
  EXPECT_EQ(DetectGoldenKind("x\terr\n"), GoldenKind::kParse);
  EXPECT_EQ(DetectGoldenKind("x\tok name\n"), GoldenKind::kParse);
  EXPECT_EQ(DetectGoldenKind("{}\t1\t 00\n"), GoldenKind::kDists);
  EXPECT_EQ(DetectGoldenKind("\ntrace noop-0\n"), GoldenKind::kTraces);
  EXPECT_EQ(DetectGoldenKind("defender 0\n"), GoldenKind::kDefenders);
  EXPECT_EQ(DetectGoldenKind("sim 0\n"), GoldenKind::kSims);
  for (const absl::string_view text : {"", "\n", "hello", "a\tb", "a\tb\tc"}) {
    EXPECT_EQ(DetectGoldenKind(text), std::nullopt) << text;
  }
}

// The counts of each kind are its own test's.
TEST(ConformanceTest, ReplaysEveryGoldenFile) {
  const Replayed run({"tests/golden/machines.tsv", "tests/golden/named.tsv",
                      "tests/golden/parse.tsv", "tests/golden/dists.tsv",
                      "tests/golden/traces.txt",
                      "tests/golden/named_traces.txt",
                      "tests/golden/defenders.txt", "tests/golden/sims.txt"});
  EXPECT_EQ(run.code, 0) << run.out << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(run.out, HasSubstr("dists           330        0        0"));
  EXPECT_THAT(run.out, HasSubstr("defenders       127        0        0"));
  EXPECT_THAT(run.out, HasSubstr("sims             80        0        0"));
  EXPECT_THAT(run.out, EndsWith(" passed, 0 failed\n"));
}

TEST(ConformanceTest, ShowsTheFirstFailuresAndEndsWithCounts) {
  std::string lines;
  for (int i = 0; i < 12; ++i) lines += "01x\tok name\n";
  lines += "02eNpjYEAHjOgCAAA0AAI=\tok 3e99bf655613b2dba361dee14e3e0ddf\n";
  const std::string path = FileWith("parse", lines);
  const Replayed run({path});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, HasSubstr("parse             2       12        0  "));
  EXPECT_THAT(run.out,
              HasSubstr("  failed: line 1\n    expected: accepted\n"
                        "    actual:   version is \"01\": must be \"02\"\n"));
  EXPECT_THAT(run.out, HasSubstr("  and 2 more failures\n"));
  EXPECT_THAT(run.out, EndsWith("\n2 passed, 12 failed\n"));
}

TEST(ConformanceTest, GoesOnAfterAFileItCannotReplay) {
  const Replayed run({"no/such/file", FileWith("other", "hello\n"),
                      FileWith("good", "x\terr\n")});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.err, HasSubstr("no/such/file: no such file\n"));
  EXPECT_THAT(run.err, HasSubstr("_other: the first line is of no known kind"));
  EXPECT_THAT(run.out, EndsWith("1 passed, 0 failed\n"));
}

}  // namespace
}  // namespace maybenot::cli
