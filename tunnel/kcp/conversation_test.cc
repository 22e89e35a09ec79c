#include "tunnel/kcp/conversation.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/kcp/segment.h"

namespace kcp {
namespace {

using base::Instant;
using base::Milliseconds;
using base::Seconds;
using Bytes = std::vector<std::uint8_t>;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr Instant kStart{};
constexpr CarrierId kFirst{1};
constexpr CarrierId kSecond{2};

Conversation Create(const Conversation::Options& options = {.conv = 7}) {
  Conversation conversation = Conversation::Create(options).value();
  EXPECT_TRUE(conversation.AddCarrier(kFirst, {}).ok());
  return conversation;
}

Bytes PacketOf(const std::vector<Segment>& segments) {
  Bytes packet;
  for (const Segment& segment : segments) AppendSegment(segment, packet);
  return packet;
}

// Polls a packet, says that it is written, and reads it.
std::vector<Segment> Poll(Conversation& conversation, Instant now,
                          CarrierId carrier = kFirst) {
  const auto packet = conversation.PollPacket(carrier, now);
  if (!packet) return {};
  conversation.HandleWritten(carrier, packet->tag, now);
  std::vector<Segment> segments;
  absl::Span<const std::uint8_t> rest = packet->bytes;
  while (!rest.empty()) segments.push_back(ReadSegment(rest).value());
  return segments;
}

TEST(ConversationTest, RefusesOptionsOutOfBounds) {
  const auto error_of = [](const Conversation::Options& options) {
    return std::string(Conversation::Create(options).status().message());
  };
  EXPECT_EQ(error_of({.sender = {.window = 0}}),
            "sender.window is 0: it must be in 1..65535");
  EXPECT_EQ(error_of({.receiver = {.window = 65536}}),
            "receiver.window is 65536: it must be in 1..65535");
  EXPECT_EQ(error_of({.sender = {.buffer_bytes = 0}}),
            "sender.buffer_bytes is 0: it must be in 1..2147483648");
  EXPECT_EQ(error_of({.receiver = {.ack_delay = base::Duration(-1)}}),
            "receiver.ack_delay: -1 ns is less than 0");
}

TEST(ConversationTest, RefusesCarriersOutOfBounds) {
  Conversation conversation = Create();
  EXPECT_THAT(
      conversation.AddCarrier(kSecond, {.max_packet_bytes = 1401}).message(),
      HasSubstr("max_packet_bytes is 1401: it must be in 25..1400"));
  EXPECT_THAT(
      conversation.AddCarrier(kSecond, {.max_packet_bytes = 24}).message(),
      HasSubstr("max_packet_bytes is 24"));
  EXPECT_TRUE(absl::IsAlreadyExists(conversation.AddCarrier(kFirst, {})));
}

TEST(ConversationTest, FirstPacketHasTheWiresBytes) {
  Conversation conversation = Create({.conv = 0x01020304});
  const Bytes hello = {'h', 'i'};
  EXPECT_EQ(conversation.Write(hello, kStart), 2u);
  const auto packet =
      conversation.PollPacket(kFirst, kStart + Milliseconds(258));
  ASSERT_TRUE(packet.has_value());
  EXPECT_EQ(Bytes(packet->bytes.begin(), packet->bytes.end()),
            (Bytes{4,   3,  2, 1, 81, 0, 0, 0x10,  // wnd 4096
                   2,   1,  0, 0, 0,  0, 0, 0,     // ts 258, sn 0
                   0,   0,  0, 0, 2,  0, 0, 0,     // una 0, len 2
                   'h', 'i'}));
  EXPECT_FALSE(conversation.HasPacket(kFirst));
}

TEST(ConversationTest, IdleItHasNoDeadlineAndNoPacket) {
  Conversation conversation = Create();
  EXPECT_EQ(conversation.NextDeadline(), std::nullopt);
  EXPECT_FALSE(conversation.HasPacket(kFirst));
  EXPECT_EQ(conversation.PollPacket(kFirst, kStart), std::nullopt);
}

TEST(ConversationTest, CutsAStreamIntoFullSegments) {
  Conversation conversation = Create();
  conversation.Write(Bytes(3000), kStart);
  EXPECT_THAT(Poll(conversation, kStart)[0].payload, SizeIs(1376));
  EXPECT_THAT(Poll(conversation, kStart)[0].payload, SizeIs(1376));
  EXPECT_THAT(Poll(conversation, kStart)[0].payload, SizeIs(248));
  EXPECT_THAT(Poll(conversation, kStart), IsEmpty());
}

TEST(ConversationTest, EachCarrierHasItsOwnPacketSize) {
  Conversation conversation = Create();
  ASSERT_TRUE(
      conversation.AddCarrier(kSecond, {.max_packet_bytes = 1198}).ok());
  conversation.Write(Bytes(5000), kStart);
  EXPECT_THAT(Poll(conversation, kStart, kSecond)[0].payload, SizeIs(1174));
  EXPECT_THAT(Poll(conversation, kStart, kFirst)[0].payload, SizeIs(1376));
}

TEST(ConversationTest, ALongSegmentGoesAloneWhereNoneSoLongIsCut) {
  Conversation conversation = Create();
  ASSERT_TRUE(
      conversation.AddCarrier(kSecond, {.max_packet_bytes = 1198}).ok());
  conversation.Write(Bytes(1376), kStart);
  Poll(conversation, kStart, kFirst);
  conversation.RemoveCarrier(kFirst);
  const std::vector<Segment> again = Poll(conversation, kStart, kSecond);
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].sn, 0u);
  EXPECT_THAT(again[0].payload, SizeIs(1376));
}

TEST(ConversationTest, TheFirstWindowIsTheReferences) {
  Conversation conversation = Create();
  conversation.Write(Bytes(100 * 1376), kStart);
  std::size_t packets = 0;
  while (!Poll(conversation, kStart).empty()) ++packets;
  EXPECT_EQ(packets, 32u);
  // Told of room for 40 from the first on: 8 more.
  ASSERT_TRUE(
      conversation
          .HandlePacket(
              PacketOf({{.conv = 7, .cmd = Command::kTellWindow, .wnd = 40}}),
              kStart)
          .ok());
  while (!Poll(conversation, kStart).empty()) ++packets;
  EXPECT_EQ(packets, 40u);
}

TEST(ConversationTest, AnOlderHeaderTakesNoRoomBack) {
  Conversation conversation = Create();
  conversation.Write(Bytes(10 * 1376), kStart);
  for (int i = 0; i < 4; ++i) Poll(conversation, kStart);
  ASSERT_TRUE(conversation
                  .HandlePacket(PacketOf({{.conv = 7,
                                           .cmd = Command::kTellWindow,
                                           .wnd = 100,
                                           .una = 4}}),
                                kStart)
                  .ok());
  // By a slower carrier.
  ASSERT_TRUE(conversation
                  .HandlePacket(PacketOf({{.conv = 7,
                                           .cmd = Command::kTellWindow,
                                           .wnd = 2,
                                           .una = 1}}),
                                kStart)
                  .ok());
  EXPECT_EQ(conversation.unacknowledged_bytes(), 6u * 1376);
  EXPECT_THAT(Poll(conversation, kStart), SizeIs(1));
}

TEST(ConversationTest, AnswersRideOnData) {
  Conversation conversation = Create();
  const Bytes payload = {1};
  ASSERT_TRUE(conversation
                  .HandlePacket(PacketOf({{.conv = 7,
                                           .wnd = 32,
                                           .ts = 55,
                                           .sn = 0,
                                           .payload = payload}}),
                                kStart)
                  .ok());
  EXPECT_FALSE(conversation.HasPacket(kFirst));  // It waits for company.
  conversation.Write(payload, kStart);
  const std::vector<Segment> segments = Poll(conversation, kStart);
  ASSERT_THAT(segments, SizeIs(2));
  EXPECT_EQ(segments[0].cmd, Command::kAck);
  EXPECT_EQ(segments[0].ts, 55u);
  EXPECT_EQ(segments[1].cmd, Command::kPush);
  EXPECT_EQ(segments[1].una, 1u);
  EXPECT_EQ(conversation.NextDeadline(), kStart + Seconds(1));  // The resend's.
}

TEST(ConversationTest, AGapIsAnsweredAtOnceOnOneCarrierOnly) {
  Conversation conversation = Create();
  const Bytes gap = PacketOf({{.conv = 7, .sn = 1}});
  ASSERT_TRUE(conversation.HandlePacket(gap, kStart).ok());
  EXPECT_THAT(Poll(conversation, kStart), SizeIs(1));
  ASSERT_TRUE(conversation.AddCarrier(kSecond, {}).ok());
  ASSERT_TRUE(conversation.HandlePacket(gap, kStart).ok());
  EXPECT_THAT(Poll(conversation, kStart), IsEmpty());
  conversation.RemoveCarrier(kSecond);
  ASSERT_TRUE(conversation.HandlePacket(gap, kStart).ok());
  EXPECT_THAT(Poll(conversation, kStart), Not(IsEmpty()));
}

TEST(ConversationTest, AskedForItsWindowItTells) {
  Conversation conversation = Create();
  ASSERT_TRUE(
      conversation
          .HandlePacket(PacketOf({{.conv = 7, .cmd = Command::kAskWindow}}),
                        kStart)
          .ok());
  const std::vector<Segment> segments = Poll(conversation, kStart);
  ASSERT_THAT(segments, SizeIs(1));
  EXPECT_EQ(segments[0].cmd, Command::kTellWindow);
  EXPECT_EQ(segments[0].wnd, 4096);
}

TEST(ConversationTest, AsksAPeerWithoutRoomLessAndLessOften) {
  Conversation conversation = Create();
  const auto no_room =
      PacketOf({{.conv = 7, .cmd = Command::kTellWindow, .wnd = 0, .una = 32}});
  conversation.Write(Bytes(40 * 1376), kStart);
  while (!Poll(conversation, kStart).empty()) {
  }
  ASSERT_TRUE(conversation.HandlePacket(no_room, kStart).ok());
  Instant at = kStart;
  // 500 ms, and half more each time.
  for (const auto& wait :
       {Milliseconds(500), Milliseconds(750), Milliseconds(1125)}) {
    EXPECT_EQ(conversation.NextDeadline(), at + wait);
    at += wait;
    conversation.HandleDeadline(at);
    const std::vector<Segment> segments = Poll(conversation, at);
    ASSERT_THAT(segments, SizeIs(1));
    EXPECT_EQ(segments[0].cmd, Command::kAskWindow);
  }
  ASSERT_TRUE(conversation
                  .HandlePacket(PacketOf({{.conv = 7,
                                           .cmd = Command::kTellWindow,
                                           .wnd = 1,
                                           .una = 32}}),
                                at)
                  .ok());
  EXPECT_EQ(conversation.NextDeadline(), std::nullopt);
  EXPECT_EQ(Poll(conversation, at)[0].sn, 32u);
}

TEST(ConversationTest, AWriteWithoutRoomAsks) {
  Conversation conversation = Create();
  conversation.Write(Bytes(32 * 1376), kStart);
  while (!Poll(conversation, kStart).empty()) {
  }
  ASSERT_TRUE(conversation
                  .HandlePacket(PacketOf({{.conv = 7,
                                           .cmd = Command::kTellWindow,
                                           .wnd = 0,
                                           .una = 32}}),
                                kStart)
                  .ok());
  EXPECT_EQ(conversation.NextDeadline(), std::nullopt);
  conversation.Write(Bytes(1), kStart + Seconds(5));
  EXPECT_EQ(conversation.NextDeadline(), kStart + Milliseconds(5500));
}

TEST(ConversationTest, RefusesOtherConversationsAndWhatWasNeverSent) {
  Conversation conversation = Create();
  const Bytes payload = {1};
  EXPECT_THAT(
      conversation.HandlePacket(PacketOf({{.conv = 8}}), kStart).message(),
      HasSubstr("another conversation"));
  EXPECT_THAT(
      conversation.HandlePacket(PacketOf({{.conv = 7, .una = 1}}), kStart)
          .message(),
      HasSubstr("una: 1 was never sent"));
  EXPECT_FALSE(conversation.HandlePacket({}, kStart).ok());
  // What stood before the bad segment counts.
  EXPECT_FALSE(
      conversation
          .HandlePacket(
              PacketOf({{.conv = 7, .payload = payload}, {.conv = 8}}), kStart)
          .ok());
  EXPECT_THAT(conversation.readable(), ElementsAre(1));
  EXPECT_EQ(conversation.counts().packets_refused, 4u);
  EXPECT_EQ(conversation.counts().packets_received, 0u);
}

TEST(ConversationTest, ForgedAcknowledgementsDoNothing) {
  Conversation conversation = Create();
  conversation.Write(Bytes(1376), kStart);
  ASSERT_TRUE(
      conversation
          .HandlePacket(PacketOf({{.conv = 7, .cmd = Command::kAck, .sn = 0},
                                  {.conv = 7, .cmd = Command::kAck, .sn = 9}}),
                        kStart)
          .ok());
  EXPECT_THAT(Poll(conversation, kStart), SizeIs(1));
  conversation.RemoveCarrier(kFirst);
  // Its ts is none that was written, and its carrier is gone.
  ASSERT_TRUE(
      conversation
          .HandlePacket(
              PacketOf(
                  {{.conv = 7, .cmd = Command::kAck, .ts = 123456, .sn = 0}}),
              kStart)
          .ok());
  EXPECT_EQ(conversation.sender().counts().needless, 1u);
}

}  // namespace
}  // namespace kcp
