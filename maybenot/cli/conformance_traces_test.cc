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

TEST(ConformanceTracesTest, FailsWhatItCannotRead) {
  const auto broken = [](absl::string_view part, absl::string_view by) {
    return Replay(absl::StrReplaceAll(kQuiet, {{part, by}}));
  };
  for (const Tally& tally :
       {broken("02eN", "01eN"), broken("0.5 0.0", "0.5"),
        broken("0.5 0.0", "1.5 0.0"), broken("0.5 0.0", "nan 0"),
        broken("seed 7", "seed -7"), broken("at 0", "at -1"),
        broken("at 0", "at 9223372036854776"), broken("PS:9", "PS:"),
        broken("PS:9", "PS:4294967296"), broken("BE", "BX"),
        broken("seed", "seeds"), broken("0 NS PS:9 BE\n>\n", "0\n"),
        broken("at 20 TB:0\n>\n", "> pad:0:1:0:0\n"),
        broken("end false", "")}) {
    EXPECT_EQ(tally.passed, 0u);
    EXPECT_EQ(tally.failed, 1u);
  }
  EXPECT_EQ(Replay("seed 7\ntrace 0\n").failed, 1u);
  EXPECT_EQ(Replay("").failed, 0u);
}

}  // namespace
}  // namespace maybenot::cli
