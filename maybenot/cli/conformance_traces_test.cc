#include "maybenot/cli/conformance_traces.h"

#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {
namespace {

using testing::HasSubstr;

std::string ReadGolden(const std::string& name) {
  std::ifstream in("tests/golden/" + name);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Tally Replay(absl::string_view text) {
  Tally tally;
  ReplayTraces(text, tally);
  return tally;
}

std::string FirstFailure(const Tally& tally) {
  if (tally.failures.empty()) return "none";
  const Failure& first = tally.failures[0];
  return absl::StrCat(first.case_name, ": ", first.expected, ", got ",
                      first.actual);
}

// The no-op machine of spec/maybenot.md 1.2.
constexpr absl::string_view kQuiet = R"(trace 0
machine 02eNpjYEAHjOgCAAA0AAI=
limits 0.5 0.0
seed 7
at 0 NS PS:9 BE
>
at 20 TB:0
>
end false
)";

TEST(ConformanceTracesTest, AnswersAsTheReferenceDoes) {
  const Tally tally = Replay(ReadGolden("traces.txt"));
  EXPECT_EQ(tally.passed, 150u);
  EXPECT_EQ(tally.failed, 0u) << FirstFailure(tally);
}

TEST(ConformanceTracesTest, AnswersAsTheReferenceDoesForNamedDefenses) {
  const Tally tally = Replay(ReadGolden("named_traces.txt"));
  EXPECT_EQ(tally.passed, 26u);
  EXPECT_EQ(tally.failed, 0u) << FirstFailure(tally);
}

TEST(ConformanceTracesTest, LimitsTheRateAsTheReferenceDoes) {
  const Tally tally = Replay(ReadGolden("rate_limited.txt"));
  EXPECT_EQ(tally.passed, 24u);
  EXPECT_EQ(tally.failed, 0u) << FirstFailure(tally);
}

TEST(ConformanceTracesTest, PassesABlockWithoutActions) {
  const Tally tally = Replay(kQuiet);
  EXPECT_EQ(tally.passed, 1u);
  EXPECT_EQ(tally.failed, 0u) << FirstFailure(tally);
}

TEST(ConformanceTracesTest, SaysWhichCallDiffersAndGoesOnWithTheNextBlock) {
  const std::string other =
      absl::StrReplaceAll(kQuiet, {{"TB:0\n>", "TB:0\n> pad:0:5:0:0"}});
  const Tally tally = Replay(absl::StrCat(other, kQuiet));
  EXPECT_EQ(tally.passed, 1u);
  EXPECT_EQ(tally.failed, 1u);
  EXPECT_EQ(FirstFailure(tally), "trace 0 at 20 TB:0: > pad:0:5:0:0, got >");
}

TEST(ConformanceTracesTest, ComparesTheEnd) {
  const Tally tally =
      Replay(absl::StrReplaceAll(kQuiet, {{"end false", "end true"}}));
  EXPECT_EQ(tally.failed, 1u);
  EXPECT_THAT(FirstFailure(tally), HasSubstr("end true, got end false"));
}

TEST(ConformanceTracesTest, FailsABlockThatItCannotRun) {
  const Tally tally =
      Replay(absl::StrReplaceAll(kQuiet, {{"0.5 0.0", "1.5 0.0"}}));
  EXPECT_EQ(tally.passed, 0u);
  EXPECT_THAT(FirstFailure(tally), HasSubstr("max_padding_frac"));
}

TEST(ConformanceTracesTest, FailsABlockThatItCannotReadAndGoesOn) {
  const std::string broken = absl::StrReplaceAll(kQuiet, {{"BE", "BX"}});
  const Tally tally = Replay(absl::StrCat("seed 7\n", kQuiet, broken, kQuiet));
  EXPECT_EQ(tally.passed, 2u);
  EXPECT_EQ(tally.failed, 2u);
  EXPECT_EQ(Replay("").passed, 0u);
  EXPECT_EQ(Replay("").failed, 0u);
}

}  // namespace
}  // namespace maybenot::cli
