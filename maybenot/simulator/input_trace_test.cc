#include "maybenot/simulator/input_trace.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot::simulator {
namespace {

using ::testing::HasSubstr;

base::Instant At(std::int64_t ns) { return base::Instant(base::Duration(ns)); }

TEST(InputTraceTest, ReadsWhatWasSentAndReceived) {
  const InputTrace trace =
      ParseInputTrace("0,s,512\n1500,r\n 2000 ,sn,1,2,3\r\n+3000,rn,").value();
  const std::vector<InputTrace::Packet> expected = {
      {At(0), true}, {At(1500), false}, {At(2000), true}, {At(3000), false}};
  EXPECT_EQ(trace.packets, expected);
}

TEST(InputTraceTest, LeavesOutPaddingAndLinesOfOneField) {
  const InputTrace trace =
      ParseInputTrace("header\n\n5,sp,512\n6,rp\n7,s\n").value();
  EXPECT_EQ(trace.packets, (std::vector<InputTrace::Packet>{{At(7), true}}));
}

TEST(InputTraceTest, SaysWhatIsWrongAndWhere) {
  const struct {
    std::string text;
    absl::string_view problem;
  } kBad[] = {
      {"", "the trace holds no packet"},
      {"header\n1,sp\n", "the trace holds no packet"},
      {"0,s\n1,x,512\n",
       "line 2: the direction \"x\" must be s, sn, r, rn, sp or rp"},
      {"0, s\n", "line 1: the direction \" s\" must be"},
      {"0,s\r", "line 1: the direction \"s\\r\" must be"},
      {"0,\n", "line 1: the direction \"\" must be"},
      {"x,s\n",
       "line 1: the time \"x\" must be nanoseconds in [0, "
       "2305843009213693952]"},
      {"-1,s\n", "the time \"-1\" must be"},
      {"+-1,s\n", "the time \"+-1\" must be"},
      {"1.5,s\n", "the time \"1.5\" must be"},
      {",s\n", "the time \"\" must be"},
      {"1e3,sp\n", "the time \"1e3\" must be"},
      {"2305843009213693953,r\n", "the time \"2305843009213693953\" must be"},
      {"99999999999999999999,r\n", "must be nanoseconds"},
      {absl::StrCat(std::string(100, '7'), ",s\n"), "7...\" must be"},
  };
  for (const auto& bad : kBad) {
    const auto trace = ParseInputTrace(bad.text);
    ASSERT_FALSE(trace.ok()) << bad.text;
    EXPECT_THAT(trace.status().message(), HasSubstr(bad.problem));
  }
  EXPECT_TRUE(ParseInputTrace("2305843009213693952,r\n").ok());
}

// 3 received within 100 ms, and 2 sent: ten times 3.
TEST(InputTraceTest, ThePeakRateIsOfTheBusierDirection) {
  EXPECT_EQ(ParseInputTrace("0,s\n1,r\n50000000,s\n99000000,r\n100000001,r\n"
                            "900000000,r\n")
                .value()
                .PeakRate(),
            30u);
  EXPECT_EQ(InputTrace{}.PeakRate(), 0u);
}

}  // namespace
}  // namespace maybenot::simulator
