#include "tunnel/shaper/packets.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/testing/specs.h"

namespace shaper {
namespace {

using base::Milliseconds;
using base::Seconds;
using maybenot::Event;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace specs = maybenot::specs;

using Packet = std::vector<std::uint8_t>;

Packets CreatePackets(Packets::Options options = {}) {
  absl::StatusOr<Packets> packets = Packets::Create(
      std::move(options), base::Random::FromSeed(1), base::Instant{});
  BASE_CHECK(packets.ok());
  return *std::move(packets);
}

// A padding packet `after_us` after the first normal one.
Packets::Options PadsOnceAfter(double after_us) {
  Packets::Options options;
  options.machines = specs::Compile({specs::Spec(
      {specs::Idle().On(Event::kNormalSent, 1), specs::Pads(after_us)})});
  return options;
}

// All writes of now, with the tags of those that have one.
struct Writes {
  std::vector<Packet> writes;
  std::vector<std::uint64_t> tags;
};
Writes PollAll(Packets& packets, base::Instant now = {}) {
  Writes all;
  while (const std::optional<Packets::Write> write = packets.PollWrite(now)) {
    all.writes.emplace_back(write->bytes.begin(), write->bytes.end());
    if (write->tag) all.tags.push_back(*write->tag);
  }
  return all;
}

std::vector<Packet> ReceivedBy(Packets& packets) {
  std::vector<Packet> all;
  while (std::optional<Packet> packet = packets.PollReceived()) {
    all.push_back(*std::move(packet));
  }
  return all;
}

// Carries all writes up to `until`, in one step a deadline.
std::vector<Packet> RunUntil(Packets& packets, base::Instant until) {
  std::vector<Packet> writes = PollAll(packets).writes;
  while (packets.NextDeadline() && *packets.NextDeadline() <= until) {
    const base::Instant at = *packets.NextDeadline();
    packets.HandleDeadline(at);
    for (Packet& write : PollAll(packets, at).writes) {
      writes.push_back(std::move(write));
    }
  }
  return writes;
}

TEST(PacketsTest, APacketIsOneChunkWithItsTag) {
  Packets packets = CreatePackets();
  ASSERT_TRUE(packets.Push({1, 2, 3}, 77, {}).ok());
  ASSERT_TRUE(packets.Push(Packet(64, 9), 78, {}).ok());
  const Writes all = PollAll(packets);
  ASSERT_THAT(all.writes, SizeIs(2));
  EXPECT_THAT(all.writes[0], ElementsAre(0x83, 1, 2, 3));
  EXPECT_THAT(all.writes[1], SizeIs(66));  // A prefix of two bytes: c0 40.
  EXPECT_EQ(all.writes[1][0], 0xc0);
  EXPECT_THAT(all.tags, ElementsAre(77, 78));
  EXPECT_EQ(packets.defender().statistics().normal_sent.packets, 2u);
  EXPECT_EQ(packets.sent().payload_bytes, 67u);
  EXPECT_EQ(packets.sent().fill_bytes, 3u);  // The prefixes.
}

TEST(PacketsTest, FillsPacketsAndPaddingToTheCellSize) {
  Packets::Options options = PadsOnceAfter(1000);
  options.cell_size = 100;
  options.max_packet_bytes = 98;
  Packets sender = CreatePackets(options);
  Packets receiver = CreatePackets({.peer_cell_size = 100});
  for (const std::size_t size : {1u, 62u, 63u, 64u, 97u, 98u}) {
    ASSERT_TRUE(sender.Push(Packet(size, 5), size, {}).ok());
  }
  const std::vector<Packet> writes =
      RunUntil(sender, base::Instant(Seconds(1)));
  ASSERT_THAT(writes, SizeIs(7));
  EXPECT_THAT(writes, Each(SizeIs(100)));
  for (const Packet& write : writes) {
    ASSERT_TRUE(receiver.HandleReceived(write, {}).ok());
  }
  EXPECT_THAT(ReceivedBy(receiver),
              ElementsAre(Packet(1, 5), Packet(62, 5), Packet(63, 5),
                          Packet(64, 5), Packet(97, 5), Packet(98, 5)));
  // The count tells fill from padding, on both sides.
  for (const CellCounts& counts : {sender.sent(), receiver.received()}) {
    EXPECT_EQ(counts.normal_cells, 6u);
    EXPECT_EQ(counts.padding_cells, 1u);
    EXPECT_EQ(counts.payload_bytes, 385u);
    EXPECT_EQ(counts.fill_bytes, 215u);  // 6 * 100 - 385.
    EXPECT_EQ(counts.padding_bytes, 100u);
  }
  EXPECT_EQ(receiver.defender().statistics().padding_received.packets, 1u);
}

TEST(PacketsTest, WithoutThePeersCellSizeEachPaddingChunkIsAPacket) {
  Packets::Options options;
  options.cell_size = 1402;
  Packets sender = CreatePackets(options);
  ASSERT_TRUE(sender.Push(Packet(10, 1), 0, {}).ok());
  Packets receiver = CreatePackets();
  for (const Packet& write : PollAll(sender).writes) {
    ASSERT_TRUE(receiver.HandleReceived(write, {}).ok());
  }
  EXPECT_EQ(receiver.defender().statistics().normal_received.packets, 1u);
  EXPECT_EQ(receiver.defender().statistics().padding_received.packets, 1u);
  // 1 + 10 of data, the rest one chunk.
  EXPECT_EQ(receiver.received().padding_bytes, 1391u);
}

TEST(PacketsTest, PaddingIsOneChunkAndASignOfLife) {
  Packets::Options options = PadsOnceAfter(1000);
  options.padding_size = 1402;
  Packets sender = CreatePackets(options);
  ASSERT_TRUE(sender.Push({1}, 0, {}).ok());
  PollAll(sender);
  const std::vector<Packet> padding =
      RunUntil(sender, base::Instant(Seconds(1)));
  ASSERT_THAT(padding, ElementsAre(SizeIs(1402)));
  Packets receiver = CreatePackets();
  EXPECT_FALSE(receiver.last_received().has_value());
  const base::Instant at(Seconds(3));
  ASSERT_TRUE(receiver.HandleReceived(padding[0], at).ok());
  EXPECT_EQ(receiver.last_received(), at);
  EXPECT_EQ(receiver.defender().statistics().padding_received.packets, 1u);
  EXPECT_THAT(ReceivedBy(receiver), IsEmpty());
}

TEST(PacketsTest, RefusesPacketsOutOfBoundsAndWithoutRoom) {
  Packets::Options options;
  options.defender.queue_packets = 2;
  Packets packets = CreatePackets(options);
  EXPECT_EQ(packets.Push({}, 0, {}).message(),
            "packet size is 0: it must be in 1..1400");
  EXPECT_EQ(packets.Push(Packet(1401), 0, {}).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(packets.Room(), 2u);
  EXPECT_TRUE(packets.Push(Packet(1400), 0, {}).ok());
  EXPECT_TRUE(packets.Push({1}, 1, {}).ok());
  EXPECT_EQ(packets.Room(), 0u);
  EXPECT_EQ(packets.Push({1}, 2, {}).code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(PollAll(packets).tags, ElementsAre(0, 1));
}

TEST(PacketsTest, HoldsABoundedNumberOfReceivedPackets) {
  Packets receiver = CreatePackets({.max_received_packets = 2});
  ASSERT_TRUE(receiver.HandleReceived({0x81, 1, 0x81, 2, 0x81, 3}, {}).ok());
  EXPECT_THAT(ReceivedBy(receiver), ElementsAre(Packet{2}, Packet{3}));
  EXPECT_EQ(receiver.received_dropped(), 1u);
}

TEST(PacketsTest, TakesBytesSplitAnyhow) {
  Packets::Options options = PadsOnceAfter(0);
  options.cell_size = 200;
  options.max_packet_bytes = 198;
  Packets sender = CreatePackets(options);
  std::vector<Packet> sent;
  for (std::size_t size = 1; size < 198; size += 28) {
    sent.push_back(Packet(size, static_cast<std::uint8_t>(size)));
    ASSERT_TRUE(sender.Push(sent.back(), size, {}).ok());
  }
  Packet stream;
  for (const Packet& write : RunUntil(sender, base::Instant(Seconds(1)))) {
    stream.insert(stream.end(), write.begin(), write.end());
  }
  for (const std::size_t peer_cell_size : {0u, 200u}) {
    for (std::size_t size = 1; size <= stream.size(); ++size) {
      Packets receiver = CreatePackets({.peer_cell_size = peer_cell_size});
      for (absl::Span<const std::uint8_t> rest = stream; !rest.empty();) {
        const absl::Span<const std::uint8_t> part = rest.subspan(0, size);
        ASSERT_TRUE(receiver.HandleReceived(part, {}).ok());
        rest.remove_prefix(part.size());
      }
      ASSERT_EQ(ReceivedBy(receiver), sent) << "in parts of " << size;
      const std::uint64_t padding =
          receiver.defender().statistics().padding_received.packets;
      // 8 packets and a padding packet. Without counting, 8 fills more (the
      // longest packet, of 197, leaves 1 byte of fill).
      ASSERT_EQ(padding, peer_cell_size == 0 ? 9u : 1u);
    }
  }
}

TEST(PacketsTest, WhatCannotBeAPacketIsAnErrorThatLasts) {
  Packets receiver = CreatePackets();
  ASSERT_TRUE(receiver.HandleReceived({0x81, 1}, {}).ok());
  // 1401 = 10 * 128 + 121: 0xc0 | 0x0a, then 0x79.
  const Packet stream = {0xca, 0x79, 0};
  const absl::Status status = receiver.HandleReceived(stream, {});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("1401"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("1400"));
  EXPECT_EQ(receiver.HandleReceived({0x81, 2}, {}), status);
  EXPECT_EQ(receiver.Push({1}, 0, {}), status);
  EXPECT_EQ(receiver.Room(), 0u);
  EXPECT_TRUE(receiver.closed());
  EXPECT_FALSE(receiver.PollWrite({}).has_value());
  EXPECT_THAT(ReceivedBy(receiver), ElementsAre(Packet{1}));

  Packets no_prefix = CreatePackets();
  EXPECT_EQ(no_prefix.HandleReceived({0xff, 0xff, 0xff}, {}).code(),
            absl::StatusCode::kInvalidArgument);

  Packets counting = CreatePackets({.peer_cell_size = 64});
  Packet cell(64);
  cell[0] = 0xbf;  // 63 bytes: they fill the cell.
  EXPECT_TRUE(counting.HandleReceived(cell, {}).ok());
  cell[0] = 0x80;
  cell[1] = 0xbf;  // 63 bytes from offset 2: over by one.
  EXPECT_EQ(counting.HandleReceived(cell, {}).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(PacketsTest, ClosesOnceItsQueueIsEmpty) {
  Packets packets = CreatePackets();
  ASSERT_TRUE(packets.Push({1}, 0, {}).ok());
  packets.Close({});
  EXPECT_FALSE(packets.closed());
  EXPECT_EQ(packets.Room(), 0u);
  EXPECT_EQ(packets.Push({1}, 0, {}).code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(PollAll(packets).writes, SizeIs(1));
  EXPECT_TRUE(packets.closed());
}

TEST(PacketsTest, RefusesOptionsOutOfBounds) {
  const auto error_of = [](const Packets::Options& options) {
    return std::string(Packets::Create(options, base::Random::FromSeed(1), {})
                           .status()
                           .message());
  };
  EXPECT_EQ(error_of({.max_packet_bytes = 0}),
            "max_packet_bytes is 0: it must be in 1..65535");
  EXPECT_EQ(error_of({.padding_size = 0}),
            "padding_size is 0: it must be in 1..16384");
  EXPECT_EQ(error_of({.peer_cell_size = 63}),
            "peer_cell_size is 63: it must be in 64..16384");
  EXPECT_EQ(error_of({.cell_size = 16385}),
            "cell_size is 16385: it must be in 64..16384");
  EXPECT_EQ(error_of({.cell_size = 1401}),
            "max_packet_bytes is 1400: a cell of 1401 holds at most 1399");
  EXPECT_EQ(error_of({.max_received_packets = 0}),
            "max_received_packets is 0: it must be in 1..1048576");
  EXPECT_EQ(error_of({.cell_size = 1402}), "");
}

}  // namespace
}  // namespace shaper
