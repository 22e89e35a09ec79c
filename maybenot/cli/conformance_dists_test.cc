#include "maybenot/cli/conformance_dists.h"

#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {
namespace {

using testing::HasSubstr;

Tally Replay(absl::string_view text) {
  Tally tally;
  ReplayDists(text, tally);
  return tally;
}

TEST(ConformanceDistsTest, DrawsAsTheReferenceDoes) {
  std::ifstream in("tests/golden/dists.tsv");
  const std::string golden = {std::istreambuf_iterator<char>(in),
                              std::istreambuf_iterator<char>()};
  const Tally tally = Replay(golden);
  EXPECT_EQ(tally.passed, 330u);
  EXPECT_EQ(tally.failed, 0u);
  for (const Failure& failure : tally.failures) {
    ADD_FAILURE() << failure.case_name << ": " << failure.expected << ", got "
                  << failure.actual;
  }
}

// 4014... is 5, 4018... is 6.
constexpr absl::string_view kFive =
    R"({"dist":{"Uniform":{"low":5.0,"high":5.0}},"start":0.0,"max":0.0})";

TEST(ConformanceDistsTest, ComparesEverySample) {
  EXPECT_EQ(
      Replay(absl::StrCat(kFive, "\t1\t 4014000000000000 4014000000000000\n"))
          .passed,
      1u);
  const Tally tally =
      Replay(absl::StrCat(kFive, "\t1\t 4014000000000000 4018000000000000\n"));
  ASSERT_EQ(tally.failed, 1u);
  EXPECT_EQ(tally.failures[0].case_name, "dists.tsv line 1");
  EXPECT_EQ(tally.failures[0].expected, "sample 2 4018000000000000 (6)");
  EXPECT_EQ(tally.failures[0].actual, "sample 2 4014000000000000 (5)");
}

std::string OnlyFailure(absl::string_view text) {
  const Tally tally = Replay(text);
  EXPECT_EQ(tally.passed, 0u);
  EXPECT_EQ(tally.failed, 1u);
  return tally.failures.empty() ? "" : tally.failures[0].actual;
}

TEST(ConformanceDistsTest, FailsOnLinesThatCannotBeRead) {
  EXPECT_EQ(OnlyFailure("one field"), "1 fields, must be 3");
  EXPECT_EQ(OnlyFailure(absl::StrCat(kFive, "\tx\t 00")),
            "the seed is no number of 64 bits");
  EXPECT_EQ(OnlyFailure(absl::StrCat(kFive, "\t1\t 00 zz")),
            "sample 2 is no hexadecimal");
  EXPECT_EQ(OnlyFailure(absl::StrCat(kFive, "\t1\t")), "no samples");
  EXPECT_NE(OnlyFailure("{\t1\t 00"), "");
  EXPECT_THAT(
      OnlyFailure(R"({"dist":{"Poisson":{"lambda":0.0}},"start":0.0,"max":0.0})"
                  "\t1\t 00"),
      HasSubstr("Poisson lambda is 0"));
}

}  // namespace
}  // namespace maybenot::cli
