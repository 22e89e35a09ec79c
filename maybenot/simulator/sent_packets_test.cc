#include "maybenot/simulator/sent_packets.h"

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot::simulator {
namespace {

using ::testing::ElementsAre;

InputTrace::Packet Sent(std::int64_t ms) {
  return {base::Instant(base::Milliseconds(ms)), true};
}

InputTrace::Packet Received(std::int64_t ms) {
  return {base::Instant(base::Milliseconds(ms)), false};
}

std::vector<std::int64_t> Times(const std::vector<BasePacket>& packets) {
  std::vector<std::int64_t> ms;
  for (const BasePacket& packet : packets) {
    ms.push_back(packet.at.time_since_epoch() / base::Milliseconds(1));
  }
  return ms;
}

std::uint32_t PeakRate(const std::vector<InputTrace::Packet>& packets) {
  return SplitTrace({packets}, base::Milliseconds(10)).PeakRate();
}

TEST(SentPacketsTest, TheServerSentOneDelayBeforeTheClientReceived) {
  const SentPackets sent = SplitTrace(
      {{Sent(0), Received(5), Received(30), Sent(20)}}, base::Milliseconds(10));
  EXPECT_THAT(Times(sent.client), ElementsAre(0, 20));
  EXPECT_THAT(Times(sent.server), ElementsAre(-5, 20));
}

TEST(SentPacketsTest, OneSideMaySendNothing) {
  EXPECT_TRUE(SplitTrace({{Sent(1)}}, base::Duration(0)).server.empty());
  EXPECT_TRUE(SplitTrace({{Received(1)}}, base::Duration(0)).client.empty());
}

// 3 received within 100 ms, both ends included, and 2 sent: ten times 3.
TEST(SentPacketsTest, ThePeakRateIsOfTheBusierDirection) {
  EXPECT_EQ(PeakRate({Sent(0), Received(1), Sent(50), Received(99),
                      Received(101), Received(900)}),
            30u);
  EXPECT_EQ(PeakRate({Received(1), Received(102)}), 10u);
  EXPECT_EQ(PeakRate({}), 0u);
}

// At 200 ms that of 0 ms is out of it; the one of 50 ms counts with it, and so
// does what follows.
TEST(SentPacketsTest, WhatComesEarlierThanTheOneBeforeCountsWithIt) {
  EXPECT_EQ(PeakRate({Sent(0), Sent(200), Sent(50), Sent(210)}), 30u);
}

}  // namespace
}  // namespace maybenot::simulator
