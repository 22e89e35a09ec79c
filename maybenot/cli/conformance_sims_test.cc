#include "maybenot/cli/conformance_sims.h"

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

using ::testing::HasSubstr;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Tally Replayed(absl::string_view text) {
  Tally tally;
  ReplaySims(text, tally);
  return tally;
}

void ExpectAllPass(const std::string& path, std::size_t count) {
  const Tally tally = Replayed(ReadFile(path));
  for (const Failure& failure : tally.failures) {
    ADD_FAILURE() << failure.case_name << "\n  expected " << failure.expected
                  << "\n  actual   " << failure.actual;
  }
  EXPECT_EQ(tally.passed, count);
  EXPECT_EQ(tally.failed, 0u);
}

TEST(ConformanceSimsTest, SimulatesAsTheReferenceDoes) {
  ExpectAllPass("tests/golden/sims.txt", 80);
}

// All events, most of them at the same instants, where the order of equals in
// the reference's heaps decides.
TEST(ConformanceSimsTest, OrdersWhatFallsTogetherAsTheReferenceDoes) {
  ExpectAllPass("tests/golden/sim_ties.txt", 7);
}

// Without machines: sent at 0 and received 1 ms later.
std::string CaseWith(absl::string_view lines) {
  return absl::StrCat("sim 3\ndelay_us 1000\nseed 1\nin 0,s,512\n", lines);
}

TEST(ConformanceSimsTest, TakesTheEventsOfAnInstantInAnyOrder) {
  EXPECT_EQ(Replayed(CaseWith("in 1000000,s,512\nout 0 c TS 0\n"
                              "out 1000000 s TR 0\nout 1000000 c TS 0\n"
                              "out 2000000 s TR 0\n"))
                .passed,
            1u);
}

TEST(ConformanceSimsTest, SaysWhereTheFirstDifferenceIs) {
  const Tally tally = Replayed(CaseWith("out 0 c TS 0\nout 1000001 s TR 0\n"));
  ASSERT_EQ(tally.failed, 1u);
  EXPECT_EQ(tally.failures[0].case_name, "sim 3, event 2");
  EXPECT_EQ(tally.failures[0].expected, "out 1000001 s TR 0");
  EXPECT_EQ(tally.failures[0].actual, "out 1000000 s TR 0");
}

TEST(ConformanceSimsTest, ReportsEventsTooFewAndTooMany) {
  EXPECT_EQ(Replayed(CaseWith("out 0 c TS 0\nout 1000000 s TR 0\n"
                              "out 1000000 s TR 0\n"))
                .failures[0]
                .actual,
            "no more");
  EXPECT_EQ(Replayed(CaseWith("out 0 c TS 0\n")).failures[0].expected,
            "no more");
}

// Cut off at three of the four events that there are up to 1 ms.
TEST(ConformanceSimsTest, TheLastInstantOfACutRunMayDiffer) {
  const std::string cut =
      CaseWith("in 1000000,s,512\nmax_trace_length 2\nout 0 c TS 0\n");
  EXPECT_EQ(Replayed(cut + "out 1000000 s TR 0\n").passed, 1u);
  EXPECT_EQ(Replayed(cut + "out 1000000 c TS 0\n").passed, 1u);
  EXPECT_EQ(Replayed(cut + "out 999999 c TS 0\n").failed, 1u);
  EXPECT_EQ(Replayed(cut).failed, 1u);  // One too few.
}

TEST(ConformanceSimsTest, FailsWhatItCannotReadOrRun) {
  EXPECT_THAT(Replayed(CaseWith("out 0\n")).failures[0].actual,
              HasSubstr("must be NANOSECONDS"));
  EXPECT_THAT(Replayed(CaseWith("pps 0\n")).failures[0].actual,
              HasSubstr("packets_per_second: 0"));
}

TEST(ConformanceSimsTest, AnEmptyTextHasNoCases) {
  const Tally tally = Replayed("");
  EXPECT_EQ(tally.passed + tally.failed + tally.skipped, 0u);
}

}  // namespace
}  // namespace maybenot::cli
