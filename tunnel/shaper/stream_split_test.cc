// A stream takes its transport's bytes split anyhow.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/testing/specs.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace shaper {
namespace {

using Role = Stream::Role;
using maybenot::Event;

namespace specs = maybenot::specs;

// All that a receiver shows of what it received.
struct Seen {
  absl::Status status;
  Stream::Mode mode;
  std::vector<std::uint8_t> readable;
  std::vector<std::uint8_t> answer;
  std::vector<maybenot::PacketKind> cells;
  std::vector<std::size_t> cell_bytes;
  std::vector<std::uint64_t> statistics;  // Of the Defender.

  friend bool operator==(const Seen&, const Seen&) = default;
};

using NextSize = std::function<std::size_t()>;

Seen Feed(Stream stream, absl::Span<const std::uint8_t> bytes,
          const NextSize& next_size) {
  Seen seen;
  while (!bytes.empty()) {
    const absl::Span<const std::uint8_t> part = bytes.subspan(0, next_size());
    bytes.remove_prefix(part.size());
    seen.status = stream.HandleReceived(part, {});
  }
  seen.mode = stream.mode();
  seen.readable.assign(stream.readable().begin(), stream.readable().end());
  for (const CellEvent& cell : stream.TakeCells()) {
    if (seen.mode == Stream::Mode::kPlain) break;  // They are the parts.
    seen.cells.push_back(cell.kind);
    seen.cell_bytes.push_back(cell.bytes);
  }
  if (stream.defender() != nullptr) {
    const auto& statistics = stream.defender()->statistics();
    seen.statistics = {
        statistics.normal_received.packets, statistics.normal_received.bytes,
        statistics.padding_received.packets, statistics.padding_received.bytes};
  }
  seen.answer = PollAll(stream);
  return seen;
}

// Expects of a stream made by `options` that it takes `bytes` the same way at
// any split, and returns that way.
Seen FeedAtAnySplit(const Stream::Options& options,
                    const std::vector<std::uint8_t>& bytes) {
  const Seen whole =
      Feed(CreateStream(options), bytes, [&] { return bytes.size(); });
  for (const std::size_t size :
       {1u, 2u, 3u, 7u, 12u, 13u, 14u, 63u, 64u, 65u, 511u, 513u}) {
    EXPECT_EQ(Feed(CreateStream(options), bytes, [&] { return size; }), whole)
        << "in parts of " << size;
  }
  base::Random random = base::Random::FromSeed(1);
  for (int round = 0; round < 30; ++round) {
    EXPECT_EQ(Feed(CreateStream(options), bytes,
                   [&] { return 1 + random.NextU32() % 300; }),
              whole)
        << "round " << round;
  }
  return whole;
}

// The opening, 1200 bytes of data in cells, and three padding cells.
std::vector<std::uint8_t> DefendedBytes() {
  Stream client = CreateStream(
      Defended(Role::kClient,
               specs::Compile({specs::Spec(
                   {specs::Idle().On(Event::kNormalSent, 1),
                    specs::Pads(0).On(Event::kPaddingSent, 1).Limit(3)})})));
  client.Write(Counting(1200), {});
  std::vector<std::uint8_t> bytes = PollAll(client);
  while (client.NextDeadline().has_value()) {
    client.HandleDeadline(base::Instant(base::Seconds(1)));
    const std::vector<std::uint8_t> more = PollAll(client);
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  return bytes;
}

TEST(StreamSplitTest, ADefendedServerSeesTheSameCells) {
  const std::vector<std::uint8_t> bytes = DefendedBytes();
  const Seen seen = FeedAtAnySplit(Defended(Role::kServer), bytes);
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.readable, Counting(1200));
  EXPECT_EQ(seen.cells.size() * 512, bytes.size());
  EXPECT_EQ(seen.cells.size(), 7u);  // 1 opening, 3 normal, 3 padding.
  EXPECT_EQ(seen.answer.size(), 512u);
}

TEST(StreamSplitTest, AClientSeesTheSameCells) {
  Stream client = CreateStream(Defended(Role::kClient));
  Stream server = CreateStream(Defended(Role::kServer));
  ASSERT_TRUE(server.HandleReceived(PollAll(client), {}).ok());
  server.Write(Counting(600), {});
  const Seen seen = FeedAtAnySplit(Defended(Role::kClient), PollAll(server));
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.readable, Counting(600));
}

TEST(StreamSplitTest, PlainBytesPassThrough) {
  const Seen seen = FeedAtAnySplit(Defended(Role::kServer), Counting(600));
  EXPECT_EQ(seen.mode, Stream::Mode::kPlain);
  EXPECT_EQ(seen.readable, Counting(600));
}

TEST(StreamSplitTest, RefusalsAndErrorsAreTheSame) {
  const std::vector<std::uint8_t> good = DefendedBytes();
  EXPECT_EQ(FeedAtAnySplit(Plain(Role::kServer), good).status.code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(FeedAtAnySplit(Defended(Role::kServer, {}, 64), good).status.code(),
            absl::StatusCode::kPermissionDenied);
  std::vector<std::uint8_t> bad_token = good;
  bad_token[7] = 0;
  EXPECT_EQ(FeedAtAnySplit(Defended(Role::kServer), bad_token).status.code(),
            absl::StatusCode::kInvalidArgument);
  std::vector<std::uint8_t> bad_cell = good;
  bad_cell[1024] = 0xff;  // The third cell; its payload is no prefix.
  bad_cell[1025] = 0xff;
  bad_cell[1026] = 0xff;
  const Seen seen = FeedAtAnySplit(Defended(Role::kServer), bad_cell);
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(seen.readable, Counting(510));  // What was whole before it.
}

TEST(StreamSplitTest, GarbageIsRefusedTheSameWay) {
  base::Random random = base::Random::FromSeed(2);
  for (int round = 0; round < 20; ++round) {
    std::vector<std::uint8_t> garbage = DefendedBytes();
    for (int i = 0; i < 8; ++i) {
      garbage[random.NextU32() % garbage.size()] =
          static_cast<std::uint8_t>(random.NextU32());
    }
    const Seen seen = FeedAtAnySplit(Defended(Role::kServer), garbage);
    EXPECT_LE(seen.readable.size(), garbage.size());
  }
}

}  // namespace
}  // namespace shaper
