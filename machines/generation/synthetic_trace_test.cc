#include "machines/generation/synthetic_trace.h"

#include <cstddef>
#include <cstdint>
#include <set>

#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/simulator/input_trace.h"

namespace generation {
namespace {

using maybenot::simulator::InputTrace;

TEST(SyntheticTraceTest, APageIsManyCellsMostOfThemReceived) {
  for (std::size_t i = 0; i < kSyntheticTraces; ++i) {
    const InputTrace trace = MakeSyntheticTrace(i);
    std::size_t sent = 0;
    for (const InputTrace::Packet& packet : trace.packets) sent += packet.sent;
    // 61 objects or more of 21 cells each, and what they are asked for by.
    EXPECT_GT(trace.packets.size(), 700u) << i;
    EXPECT_LT(trace.packets.size(), 6000u) << i;
    EXPECT_GT(sent, trace.packets.size() / 50) << i;
    EXPECT_LT(sent, trace.packets.size() / 5) << i;
  }
}

TEST(SyntheticTraceTest, TimesBeginAtZeroRiseAndEndWithinAMinute) {
  for (std::size_t i = 0; i < kSyntheticTraces; ++i) {
    const InputTrace trace = MakeSyntheticTrace(i);
    EXPECT_EQ(trace.packets.front().at, base::Instant{});
    EXPECT_TRUE(trace.packets.front().sent);
    for (std::size_t j = 1; j < trace.packets.size(); ++j) {
      EXPECT_LE(trace.packets[j - 1].at, trace.packets[j].at);
    }
    EXPECT_LT(trace.packets.back().at, base::Instant(base::Seconds(60)));
  }
}

TEST(SyntheticTraceTest, PagesDifferAndRepeat) {
  std::set<std::int64_t> ends;
  for (std::size_t i = 0; i < kSyntheticTraces; ++i) {
    const InputTrace trace = MakeSyntheticTrace(i);
    EXPECT_EQ(trace.packets, MakeSyntheticTrace(i).packets);
    ends.insert(trace.packets.back().at.time_since_epoch().count());
  }
  EXPECT_EQ(ends.size(), kSyntheticTraces);
}

}  // namespace
}  // namespace generation
