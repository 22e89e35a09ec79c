#include "maybenot/cli/trace_overhead.h"

#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/simulator/packet_trace.h"

namespace maybenot::cli {
namespace {

TraceOverhead Compare(absl::string_view base, absl::string_view defended) {
  return CompareTraces(simulator::ParsePacketTrace(base).value(),
                       simulator::ParsePacketTrace(defended).value());
}

// Up to the last normal packet there are 2 sent and 2 received, with 1 padding
// packet sent: 5 / 4 of all, 3 / 2 of those sent. Two come after it.
TEST(TraceOverheadTest, CountsPaddingUpToTheLastNormalPacket) {
  const TraceOverhead overhead =
      Compare("0,s\n10,r\n20,s\n30,r\n",
              "0,sn\n10,rn\n15,sp\n20,sn\n45,rn\n50,rp\n60,sp\n");
  EXPECT_EQ(overhead.base(), 4);
  EXPECT_EQ(overhead.defended(), 7);
  EXPECT_EQ(overhead.padding.sent, 2);
  EXPECT_EQ(overhead.padding.received, 1);
  EXPECT_EQ(overhead.tail.sent, 1);
  EXPECT_EQ(overhead.tail.received, 1);
  EXPECT_EQ(overhead.missing.both(), 0);
  EXPECT_DOUBLE_EQ(*overhead.Data(), 0.25);
  EXPECT_DOUBLE_EQ(*overhead.DataSent(), 0.5);
  EXPECT_DOUBLE_EQ(*overhead.DataReceived(), 0);
  EXPECT_EQ(overhead.base_last, base::Duration(30));
  EXPECT_EQ(overhead.last, base::Duration(60));
  EXPECT_EQ(overhead.last_normal, base::Duration(45));
  EXPECT_DOUBLE_EQ(*overhead.Duration(), 0.5);  // 45 / 30 - 1.
}

TEST(TraceOverheadTest, MissingPacketsLeaveNoOverheadInTime) {
  const TraceOverhead overhead = Compare("0,s\n10,r\n20,r\n", "0,sn\n30,rn\n");
  EXPECT_EQ(overhead.missing.sent, 0);
  EXPECT_EQ(overhead.missing.received, 1);
  EXPECT_EQ(overhead.base(), 3);
  EXPECT_EQ(overhead.Duration(), std::nullopt);
  EXPECT_DOUBLE_EQ(*overhead.Data(), 0);
}

TEST(TraceOverheadTest, WithoutNormalPacketsThereIsNoShare) {
  const TraceOverhead overhead = Compare("0,s\n", "0,sp\n");
  EXPECT_EQ(overhead.Data(), std::nullopt);
  EXPECT_EQ(overhead.DataSent(), std::nullopt);
  EXPECT_EQ(overhead.DataReceived(), std::nullopt);
  EXPECT_EQ(overhead.missing.sent, 1);
}

TEST(TraceOverheadTest, TimesCountFromTheFirstPacket) {
  EXPECT_DOUBLE_EQ(*Compare("1000,s\n1010,r\n", "0,sn\n20,rn\n").Duration(), 1);
}

// Of one instant, or empty.
TEST(TraceOverheadTest, WithoutADurationThereIsNoShare) {
  EXPECT_EQ(Compare("5,s\n5,s\n", "0,sn\n0,sn\n").Duration(), std::nullopt);
  EXPECT_EQ(Compare("", "").Duration(), std::nullopt);
}

}  // namespace
}  // namespace maybenot::cli
