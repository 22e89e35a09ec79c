#include "tunnel/kcp/segment.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kcp {
namespace {

using Bytes = std::vector<std::uint8_t>;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Bytes kPayload = {0xaa, 0xbb};

Bytes PacketOf(std::vector<Segment> segments) {
  Bytes packet;
  for (const Segment& segment : segments) AppendSegment(segment, packet);
  return packet;
}

std::string ErrorOf(const Bytes& bytes) {
  absl::Span<const std::uint8_t> packet = bytes;
  return std::string(ReadSegment(packet).status().message());
}

TEST(SegmentTest, HasTheWiresBytes) {
  EXPECT_EQ(PacketOf({{.conv = 0x04030201,
                       .cmd = Command::kAck,
                       .frg = 5,
                       .wnd = 0x0706,
                       .ts = 0x0b0a0908,
                       .sn = 0x0f0e0d0c,
                       .una = 0x13121110,
                       .payload = kPayload}}),
            (Bytes{1,    2,    3,    4,                     // conv
                   82,   5,    6,    7,                     // cmd, frg, wnd
                   8,    9,    10,   11,   12, 13, 14, 15,  // ts, sn
                   0x10, 0x11, 0x12, 0x13, 2,  0,  0,  0,   // una, len
                   0xaa, 0xbb}));
}

TEST(SegmentTest, ReadsOneAfterTheOther) {
  const Bytes bytes = PacketOf(
      {{.conv = 9, .wnd = 32, .ts = 1000, .sn = 3, .payload = kPayload},
       {.conv = 9, .cmd = Command::kTellWindow, .una = 77}});
  absl::Span<const std::uint8_t> packet = bytes;
  const absl::StatusOr<Segment> first = ReadSegment(packet);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->conv, 9u);
  EXPECT_EQ(first->cmd, Command::kPush);
  EXPECT_EQ(first->wnd, 32);
  EXPECT_EQ(first->ts, 1000u);
  EXPECT_EQ(first->sn, 3u);
  EXPECT_THAT(first->payload, ElementsAre(0xaa, 0xbb));
  const absl::StatusOr<Segment> second = ReadSegment(packet);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->cmd, Command::kTellWindow);
  EXPECT_EQ(second->una, 77u);
  EXPECT_TRUE(second->payload.empty());
  EXPECT_TRUE(packet.empty());
}

TEST(SegmentTest, RefusesWhatIsCutShort) {
  Bytes bytes = PacketOf({{.payload = kPayload}});
  bytes.pop_back();
  EXPECT_THAT(ErrorOf(bytes), HasSubstr("len 2, but 1 bytes follow"));
  bytes.resize(kHeaderBytes - 1);
  EXPECT_THAT(ErrorOf(bytes), HasSubstr("23 bytes, fewer"));
}

TEST(SegmentTest, RefusesALengthBeyondAllMemory) {
  Bytes bytes = PacketOf({{}});
  for (int i = 20; i < 24; ++i) bytes[static_cast<std::size_t>(i)] = 0xff;
  EXPECT_THAT(ErrorOf(bytes), HasSubstr("len 4294967295, but 0"));
}

TEST(SegmentTest, RefusesOtherCommands) {
  for (const int cmd : {0, 80, 85, 255}) {
    Bytes bytes = PacketOf({{}});
    bytes[4] = static_cast<std::uint8_t>(cmd);
    EXPECT_THAT(ErrorOf(bytes), HasSubstr("is not in 81 to 84")) << cmd;
  }
}

TEST(SegmentTest, OnlyAFirstPushOfNumberZeroOpensAConversation) {
  EXPECT_EQ(OpenedBy(PacketOf({{.conv = 6}})), 6u);
  EXPECT_EQ(OpenedBy(PacketOf({{.conv = 6, .cmd = Command::kAskWindow},
                               {.conv = 6, .payload = kPayload}})),
            6u);
  EXPECT_EQ(OpenedBy(PacketOf({{.conv = 6, .sn = 1}})), std::nullopt);
  EXPECT_EQ(OpenedBy(PacketOf({{.conv = 6, .sn = 1}, {.conv = 6}})),
            std::nullopt);
  EXPECT_EQ(OpenedBy(PacketOf({{.conv = 6, .cmd = Command::kAck}})),
            std::nullopt);
  EXPECT_EQ(OpenedBy({}), std::nullopt);
  EXPECT_EQ(OpenedBy(Bytes(23)), std::nullopt);
}

}  // namespace
}  // namespace kcp
