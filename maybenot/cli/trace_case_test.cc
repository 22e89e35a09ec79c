#include "maybenot/cli/trace_case.h"

#include <limits>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"

namespace maybenot::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The no-op machine of spec/maybenot.md 1.2, twice.
constexpr absl::string_view kTrace = R"(trace 4
machine 02eNpjYEAHjOgCAAA0AAI=
machine 02eNpjYEAHjOgCAAA0AAI=
limits 0.5 0.25
seed 18446744073709551615
at 0 NS PS:9 BE
>
at 20
> pad:0:5:0:0
end false
)";

TEST(TraceCaseTest, ReadsABlock) {
  const absl::StatusOr<TraceCase> trace = ParseTraceCase(kTrace);
  ASSERT_TRUE(trace.ok()) << trace.status();
  EXPECT_EQ(trace->name, "trace 4");
  EXPECT_EQ(trace->machines->size(), 2u);
  EXPECT_EQ(trace->limits.max_padding_frac, 0.5);
  EXPECT_EQ(trace->limits.max_blocking_frac, 0.25);
  EXPECT_EQ(trace->seed, 18446744073709551615u);
  ASSERT_EQ(trace->calls.size(), 2u);
  EXPECT_EQ(trace->calls[0].text, "at 0 NS PS:9 BE");
  EXPECT_EQ(trace->calls[0].at, base::Instant{});
  EXPECT_THAT(trace->calls[0].events,
              ElementsAre(TriggerEvent{Event::kNormalSent},
                          TriggerEvent{Event::kPaddingSent, MachineId{9}},
                          TriggerEvent{Event::kBlockingEnd}));
  EXPECT_EQ(trace->calls[0].answer, ">");
  EXPECT_EQ(trace->calls[1].at, base::Instant{} + base::Microseconds(20));
  EXPECT_TRUE(trace->calls[1].events.empty());
  EXPECT_EQ(trace->calls[1].answer, "> pad:0:5:0:0");
  EXPECT_EQ(trace->end, "end false");
}

TEST(TraceCaseTest, ARateIsThatOfTheCallsAfterIt) {
  const absl::StatusOr<TraceCase> trace = ParseTraceCase(
      absl::StrReplaceAll(kTrace, {{"at 20", "rate 2.5\nat 20"}}));
  ASSERT_TRUE(trace.ok()) << trace.status();
  ASSERT_EQ(trace->calls.size(), 2u);
  EXPECT_EQ(trace->calls[0].max_actions_per_second,
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(trace->calls[1].max_actions_per_second, 2.5);
  EXPECT_FALSE(
      ParseTraceCase(absl::StrReplaceAll(kTrace, {{"at 20", "rate x\nat 20"}}))
          .ok());
}

TEST(TraceCaseTest, SplitsAtTheNamesOfTraces) {
  const std::string other =
      absl::StrReplaceAll(kTrace, {{"trace 4", "trace 5"}});
  EXPECT_THAT(SplitTraces(absl::StrCat(kTrace, other)),
              ElementsAre(kTrace, other));
  EXPECT_THAT(SplitTraces("seed 1\ntrace 2\n"),
              ElementsAre("seed 1\n", "trace 2\n"));
  EXPECT_TRUE(SplitTraces("").empty());
}

TEST(TraceCaseTest, SaysWhichLineIsWrong) {
  const std::pair<absl::string_view, absl::string_view> kDamages[] = {
      {"machine 02eN", "machine 01eN"},
      {"0.5 0.25", "0.5"},
      {"0.5 0.25", "0.5 much"},
      {"seed 1", "seed -1"},
      {"seed 1", "seed 9"},  // Beyond 64 bits.
      {"at 20", "at -1"},
      {"at 20", "at 9223372036854776"},  // Beyond 64 bits of nanoseconds.
      {"PS:9", "PS:"},
      {"PS:9", "PS:4294967296"},
      {"BE", "BX"},
      {"seed", "seeds"},
      {">\nat 20", "at 20"},
      {"at 0 NS PS:9 BE\n>", ">"},
      {">\nat 20", ">\n>\nat 20"},
      {"end false\n", "end false\nend false\n"},
      {"> pad:0:5:0:0\nend", "end"},
  };
  for (const auto& [part, by] : kDamages) {
    const std::string damaged = absl::StrReplaceAll(kTrace, {{part, by}});
    ASSERT_NE(damaged, kTrace);
    const absl::Status status = ParseTraceCase(damaged).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << by;
    EXPECT_THAT(std::string(status.message()), HasSubstr(": ")) << by;
  }
}

TEST(TraceCaseTest, NeedsANameAndAnEnd) {
  EXPECT_THAT(
      std::string(ParseTraceCase("seed 1\nend true\n").status().message()),
      HasSubstr("trace ID"));
  EXPECT_THAT(
      std::string(ParseTraceCase("trace 1\nseed 1\n").status().message()),
      HasSubstr("end"));
}

}  // namespace
}  // namespace maybenot::cli
