#include "tunnel/kcp/sender.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "gtest/gtest.h"
#include "tunnel/kcp/carrier.h"

namespace kcp {
namespace {

using base::Instant;
using base::Milliseconds;
using base::Seconds;
using Bytes = std::vector<std::uint8_t>;

constexpr Instant kStart{};
constexpr CarrierId kFirst{1};
constexpr CarrierId kSecond{2};
constexpr std::uint32_t kTs = 77;

class SenderTest : public ::testing::Test {
 protected:
  void Add(CarrierId id) { sender_.AddCarrier(id, {}); }

  // One segment in a packet of its own, not yet written; its sn.
  std::optional<std::uint32_t> Pull(CarrierId carrier = kFirst,
                                    std::size_t room = kMaxPacketBytes) {
    const auto pulled =
        sender_.Pull({.carrier = carrier,
                      .packet = ++packet_,
                      .ts = kTs + static_cast<std::uint32_t>(packet_),
                      .room = room,
                      .alone = room == kMaxPacketBytes});
    if (!pulled) return std::nullopt;
    return pulled->sn;
  }
  std::optional<std::uint32_t> PullAndWrite(Instant now = kStart,
                                            CarrierId carrier = kFirst) {
    const std::optional<std::uint32_t> sn = Pull(carrier);
    sender_.HandleWritten(carrier, packet_, now);
    return sn;
  }
  std::uint32_t LastTs() const {
    return kTs + static_cast<std::uint32_t>(packet_);
  }

  Sender sender_{{.buffer_bytes = 10 * 1376}};
  std::uint64_t packet_ = 0;
};

TEST_F(SenderTest, TakesWhatItsBufferHasRoomFor) {
  EXPECT_EQ(sender_.Write(Bytes(20'000), kStart), 13'760u);
  EXPECT_EQ(sender_.room_bytes(), 0u);
  Add(kFirst);
  PullAndWrite();
  EXPECT_EQ(sender_.room_bytes(), 0u);  // On its way is not yet there.
  EXPECT_TRUE(sender_.HandleHeader(1, 32));
  EXPECT_EQ(sender_.room_bytes(), 1376u);
}

TEST_F(SenderTest, ASmallPieceDoesNotEndAPacket) {
  Add(kFirst);
  sender_.Write(Bytes(2000), kStart);
  EXPECT_EQ(Pull(kFirst, 24 + 687), std::nullopt);  // Half of 1376 is 688.
  EXPECT_EQ(Pull(kFirst, 24 + 688), 0u);
  EXPECT_EQ(Pull(kFirst, 24 + 1312), 1u);  // All that is left fits.
  EXPECT_FALSE(sender_.HasSegment());
}

TEST_F(SenderTest, WhatIsNotWrittenHasNoClock) {
  Add(kFirst);
  sender_.Write(Bytes(10), kStart);
  Pull();
  EXPECT_EQ(sender_.NextDeadline(), std::nullopt);
  sender_.HandleWritten(kFirst, packet_, kStart + Seconds(5));
  EXPECT_EQ(sender_.NextDeadline(), kStart + Seconds(6));
}

TEST_F(SenderTest, WhatIsLostGoesFirstAndInOrder) {
  Add(kFirst);
  Add(kSecond);
  sender_.Write(Bytes(5 * 1376), kStart);
  for (int i = 0; i < 4; ++i) PullAndWrite();
  sender_.RemoveCarrier(kFirst);
  for (const std::uint32_t sn : {0u, 1u, 2u, 3u, 4u}) {
    EXPECT_EQ(PullAndWrite(kStart, kSecond), sn);
  }
  EXPECT_FALSE(sender_.HasSegment());
  EXPECT_EQ(sender_.counts().segments, 5u);
  EXPECT_EQ(sender_.counts().resends, 4u);
}

TEST_F(SenderTest, WhatWasPulledForALostCarrierIsLostToo) {
  Add(kFirst);
  Add(kSecond);
  sender_.Write(Bytes(10), kStart);
  Pull(kFirst);
  EXPECT_FALSE(sender_.HasSegment());
  sender_.GiveUp(kFirst);
  EXPECT_EQ(PullAndWrite(kStart, kSecond), 0u);
  // That the first carrier writes it after all changes nothing.
  sender_.HandleWritten(kFirst, 1, kStart);
  EXPECT_EQ(sender_.NextDeadline(), kStart + Seconds(1));
}

TEST_F(SenderTest, WhatIsAcknowledgedIsNotSentAgain) {
  Add(kFirst);
  Add(kSecond);
  sender_.Write(Bytes(3 * 1376), kStart);
  PullAndWrite();
  PullAndWrite();
  const std::uint32_t ts = LastTs();
  PullAndWrite();
  sender_.GiveUp(kFirst);
  sender_.HandleAck(1, ts, kStart);
  EXPECT_EQ(PullAndWrite(kStart, kSecond), 0u);
  EXPECT_EQ(PullAndWrite(kStart, kSecond), 2u);
  EXPECT_EQ(PullAndWrite(kStart, kSecond), std::nullopt);
}

TEST_F(SenderTest, MeasuresEachCarriersRoundTrip) {
  Add(kFirst);
  Add(kSecond);
  sender_.Write(Bytes(2 * 1376), kStart);
  PullAndWrite(kStart, kFirst);
  const std::uint32_t first_ts = LastTs();
  PullAndWrite(kStart, kSecond);
  sender_.HandleAck(0, first_ts, kStart + Milliseconds(30));
  sender_.HandleAck(1, LastTs(), kStart + Milliseconds(90));
  EXPECT_EQ(sender_.StateOf(kFirst).smoothed_round_trip, Milliseconds(30));
  EXPECT_EQ(sender_.StateOf(kSecond).smoothed_round_trip, Milliseconds(90));
}

TEST_F(SenderTest, KnowsWhatWaitsOnEachCarrier) {
  Add(kFirst);
  Add(kSecond);
  sender_.Write(Bytes(3 * 1376), kStart);
  PullAndWrite(kStart + Milliseconds(1), kFirst);
  const std::uint32_t first_ts = LastTs();
  PullAndWrite(kStart + Milliseconds(2), kFirst);
  PullAndWrite(kStart + Milliseconds(3), kSecond);
  sender_.HandleAck(0, first_ts, kStart + Milliseconds(30));
  const CarrierState first = sender_.StateOf(kFirst);
  EXPECT_EQ(first.last_answered, kStart + Milliseconds(1));
  EXPECT_EQ(first.oldest_unanswered, kStart + Milliseconds(2));
  const CarrierState second = sender_.StateOf(kSecond);
  EXPECT_EQ(second.last_answered, std::nullopt);
  EXPECT_EQ(second.oldest_unanswered, kStart + Milliseconds(3));
}

TEST_F(SenderTest, AnAnswerToAnEarlierPacketIsNoSample) {
  Add(kFirst);
  Add(kSecond);
  sender_.Write(Bytes(10), kStart);
  PullAndWrite(kStart, kFirst);
  const std::uint32_t first_ts = LastTs();
  sender_.GiveUp(kFirst);
  PullAndWrite(kStart + Milliseconds(100), kSecond);
  sender_.HandleAck(0, first_ts, kStart + Milliseconds(110));
  EXPECT_EQ(sender_.StateOf(kSecond).smoothed_round_trip, base::Duration(0));
  EXPECT_EQ(sender_.counts().needless, 1u);
}

TEST_F(SenderTest, PayloadIsTheStreams) {
  Add(kFirst);
  sender_.Write({1, 2, 3}, kStart);
  const auto pulled = sender_.Pull(
      {.carrier = kFirst, .packet = 1, .ts = 0, .room = 26, .alone = true});
  ASSERT_TRUE(pulled.has_value());
  EXPECT_EQ(Bytes(pulled->payload.begin(), pulled->payload.end()),
            (Bytes{1, 2}));
}

}  // namespace
}  // namespace kcp
