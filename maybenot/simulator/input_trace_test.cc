#include "maybenot/simulator/input_trace.h"

#include <cstdint>
#include <vector>

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

TEST(InputTraceTest, RefusesWhatHoldsNoNormalPacketOrIsNoTrace) {
  for (const absl::string_view text : {"", "header\n1,sp\n"}) {
    EXPECT_THAT(ParseInputTrace(text).status().message(),
                HasSubstr("the trace holds no packet"));
  }
  EXPECT_THAT(ParseInputTrace("0,s\n1,x\n").status().message(),
              HasSubstr("line 2: the direction \"x\" must be"));
}

}  // namespace
}  // namespace maybenot::simulator
