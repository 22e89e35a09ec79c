#include "maybenot/cli/conformance_defenders.h"

#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/tally.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/testing/specs.h"

namespace maybenot::cli {
namespace {

using testing::HasSubstr;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ConformanceDefendersTest, DoesAndReportsWhatTheReferenceDoes) {
  Tally tally;
  ReplayDefenders(ReadFile("tests/golden/defenders.txt"), tally);
  for (const Failure& failure : tally.failures) {
    ADD_FAILURE() << failure.case_name << "\n  expected " << failure.expected
                  << "\n  actual   " << failure.actual;
  }
  EXPECT_EQ(tally.passed, 127u);
  EXPECT_EQ(tally.failed, 0u);
  EXPECT_EQ(tally.skipped, 0u);
}

// Pads 1 us after a normal packet.
std::string CaseWith(absl::string_view events) {
  const Machines machines = specs::Compile(
      {specs::Spec({specs::Idle().On(Event::kNormalSent, 1), specs::Pads(1)})});
  return absl::StrCat("defender 7\nmachine ",
                      machines->front().Serialize().value(),
                      "\nlimits 0.0 0.0\nseed 1\n", events);
}

Tally Replayed(absl::string_view text) {
  Tally tally;
  ReplayDefenders(text, tally);
  return tally;
}

TEST(ConformanceDefendersTest, PassesWhatIsEqualBeforeTheLastInstant) {
  EXPECT_EQ(Replayed(CaseWith("ev 500 NS\nev 500 TS normal\nev 1500 PS:0\n"
                              "ev 1500 TS padding\nev 2000 TR normal\n"))
                .passed,
            1u);
}

TEST(ConformanceDefendersTest, SaysWhereTheFirstDifferenceIs) {
  const Tally tally =
      Replayed(CaseWith("ev 500 NS\nev 500 TS normal\nev 1600 PS:0\n"
                        "ev 1600 TS padding\nev 2000 TR normal\n"));
  ASSERT_EQ(tally.failed, 1u);
  EXPECT_EQ(tally.failures[0].case_name, "defender 7, event 3");
  EXPECT_EQ(tally.failures[0].expected, "ev 1600 PS:0");
  EXPECT_EQ(tally.failures[0].actual, "ev 1500 PS:0");
}

TEST(ConformanceDefendersTest, ReportsEventsTooFewAndTooMany) {
  EXPECT_EQ(Replayed(CaseWith("ev 5 NS\nev 5 TS normal\nev 2000 TR normal\n"))
                .failures[0]
                .expected,
            "no more");
  EXPECT_EQ(
      Replayed("defender 1\nseed 1\nev 5 BE\nev 9 NS\n").failures[0].actual,
      "no more");
}

// Only if blocking goes on, and the packet is no padding of that instant.
TEST(ConformanceDefendersTest, SkipsWhatOtherBlockingReleased) {
  const std::string held = "defender 1\nseed 1\nev 1 BB:0\nev 2 NS\n";
  const Tally tally = Replayed(held + "ev 3 BB:0\nev 3 TS normal\n");
  ASSERT_EQ(tally.skipped, 1u);
  EXPECT_EQ(tally.skips[0],
            "defender 1: other blocking released a packet "
            "(docs/deviations.md)");
  for (const absl::string_view rest :
       {"ev 3 BB:0\nev 3 PS:0\nev 3 TS padding\n", "ev 3 TS normal\n",
        "ev 3 BE\nev 3 TS normal\nev 3 BB:0\n", "ev 3 BB:0\nev 4 TS normal\n",
        "ev 3 BE\nev 4 BB:0\nev 4 TS normal\n"}) {
    EXPECT_EQ(Replayed(held + std::string(rest)).skipped, 0u) << rest;
  }
}

TEST(ConformanceDefendersTest, FailsWhatItCannotRead) {
  for (const absl::string_view line :
       {"machine 02", "limits 0.0", "seed x", "ev", "ev 1", "ev x NS",
        "ev -1 NS", "ev 1 XX", "ev 1 NS normal", "ev 1 TS", "ev 1 TR other",
        "ev 1 TS normal more", "nothing"}) {
    const Tally tally = Replayed(absl::StrCat("defender 1\n", line, "\n"));
    ASSERT_EQ(tally.failed, 1u) << line;
    EXPECT_EQ(tally.failures[0].case_name, "defender 1, line 2");
    EXPECT_EQ(tally.failures[0].expected, line);
  }
  EXPECT_EQ(Replayed("ev 1 NS\n").failed, 1u);
  EXPECT_THAT(Replayed("defender 1\nev 2 NS\nev 1 NS\n").failures[0].actual,
              HasSubstr("earlier"));
  EXPECT_EQ(Replayed("defender 1\nlimits 2.0 0.0\nev 2 NS\n").failed, 1u);
}

TEST(ConformanceDefendersTest, AnEmptyTextHasNoCases) {
  const Tally tally = Replayed("");
  EXPECT_EQ(tally.passed + tally.failed + tally.skipped, 0u);
}

}  // namespace
}  // namespace maybenot::cli
