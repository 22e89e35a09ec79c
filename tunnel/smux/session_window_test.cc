// How much a session sends and takes before the other side reads.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/smux/session.h"
#include "tunnel/smux/testing/wire.h"

namespace smux {
namespace {

using testing::Bytes;
using testing::Copy;
using testing::Counting;
using ::testing::ElementsAre;
using testing::Encode;
using testing::Exchange;
using testing::Frame;
using testing::Give;
using testing::PollEvents;
using testing::PollFrames;
using testing::Psh;
using testing::Syn;
using testing::Upd;

Session Create(const Options& options) {
  return *Session::Create(options, base::Instant{});
}

// Writes, and lets frames cross, until nothing more is taken; returns how many
// bytes were, counting from `begin`.
std::size_t Fill(Session& from, StreamId stream, Session& to,
                 std::size_t begin = 0) {
  std::size_t written = 0;
  while (true) {
    Exchange(from, to);
    const std::size_t taken =
        from.Write(stream, Counting(10000, begin + written));
    if (taken == 0) return written;
    written += taken;
  }
}

TEST(SessionWindowTest, ASenderStopsAt262144UnreadBytesAndGoesOnAtTheUpdate) {
  Session client = Create({.role = Role::kClient, .max_send_buffer = 1000});
  Session server = Create({.role = Role::kServer});
  const StreamId stream = *client.Open();
  std::size_t written = Fill(client, stream, server);
  ASSERT_EQ(server.PollAccepted(), stream);
  EXPECT_EQ(server.Readable(stream).size(), 262144u);
  EXPECT_EQ(written, 262144u + 1000);

  server.Consume(stream, 1);  // The first read tells the real window.
  EXPECT_EQ(client.WriteRoom(stream), 0u);
  PollEvents(client);
  Exchange(client, server);
  EXPECT_THAT(PollEvents(client),
              ElementsAre(Event{stream, EventKind::kWritable}));
  written += Fill(client, stream, server, written);
  EXPECT_EQ(server.Readable(stream).size(), 1048576u);
  EXPECT_EQ(written, 1 + 1048576u + 1000);

  server.Consume(stream, 524286);  // Two less than the half.
  Exchange(client, server);
  EXPECT_EQ(server.Readable(stream).size(), 1048576u - 524286);
  server.Consume(stream, 2);
  written += Fill(client, stream, server, written);
  EXPECT_EQ(server.Readable(stream).size(), 1048576u);
  EXPECT_EQ(Copy(server.Readable(stream)), Counting(1048576, 524289));
}

TEST(SessionWindowTest, ABlockedStreamHoldsUpNoOther) {
  Session client = Create({.role = Role::kClient});
  Session server = Create({.role = Role::kServer});
  const StreamId blocked = *client.Open();
  Fill(client, blocked, server);
  const StreamId other = *client.Open();
  client.Write(other, {1, 2, 3});
  EXPECT_THAT(PollFrames(client), ElementsAre(Syn(5), Psh(5, {1, 2, 3})));
}

TEST(SessionWindowTest, AllStreamsTogetherFillTheSessionsBufferExactly) {
  Session client = Create({.role = Role::kClient, .max_send_buffer = 200000});
  Session server = Create({.role = Role::kServer,
                           .max_session_buffer = 300001,
                           .max_stream_buffer = 300000});
  const StreamId a = *client.Open();
  const StreamId b = *client.Open();
  client.Write(a, Counting(200000));
  client.Write(b, Counting(200000, 7));
  const Bytes wire = testing::PollBytes(client);
  absl::Span<const std::uint8_t> rest = wire;
  while (server.HasRoom()) {
    absl::Span<const std::uint8_t> part = rest.subspan(0, 1234);
    const std::size_t offered = part.size();
    ASSERT_TRUE(server.HandleBytes(part).ok());
    rest.remove_prefix(offered - part.size());
  }
  EXPECT_EQ(server.buffered_bytes(), 300001u);
  const std::size_t left = rest.size();
  EXPECT_EQ(Give(server, rest), left);  // Nothing more is taken.

  ASSERT_EQ(server.PollAccepted(), a);
  ASSERT_EQ(server.PollAccepted(), b);
  Bytes got_a = Copy(server.Readable(a));
  Bytes got_b = Copy(server.Readable(b));
  EXPECT_EQ(got_a.size() + got_b.size(), 300001u);
  server.Consume(a, got_a.size());
  EXPECT_TRUE(server.HasRoom());
  EXPECT_EQ(Give(server, rest), 0u);
  const Bytes more_a = Copy(server.Readable(a));
  got_a.insert(got_a.end(), more_a.begin(), more_a.end());
  EXPECT_EQ(got_a, Counting(200000));
  EXPECT_EQ(Copy(server.Readable(b)), Counting(200000, 7));
}

TEST(SessionWindowTest, ClosingAStreamGivesItsRoomBack) {
  Session server = Create({.role = Role::kServer,
                           .max_session_buffer = 10,
                           .max_stream_buffer = 10});
  EXPECT_EQ(Give(server, {Syn(3), Psh(3, Bytes(10)), Syn(5), Psh(5, {1})}),
            17u);  // A SYN of 8 bytes, a PSH of 9.
  ASSERT_TRUE(server.PollAccepted().has_value());
  server.Close(StreamId{3});
  EXPECT_EQ(server.buffered_bytes(), 0u);
  EXPECT_EQ(Give(server, {Syn(5), Psh(5, {1})}), 0u);
  EXPECT_EQ(server.buffered_bytes(), 1u);
}

TEST(SessionWindowTest, ReadingTellsThePeerAtTheFirstByteAndEachHalfWindow) {
  Session server = Create({.role = Role::kServer, .max_stream_buffer = 1000});
  Give(server, {Syn(3), Psh(3, Bytes(1800))});
  const StreamId stream = *server.PollAccepted();
  std::vector<Frame> told;
  for (int i = 0; i < 1800; ++i) {
    server.Consume(stream, 1);
    const std::vector<Frame> now = PollFrames(server);
    told.insert(told.end(), now.begin(), now.end());
  }
  EXPECT_THAT(told, ElementsAre(Upd(3, {1, 1000}), Upd(3, {501, 1000}),
                                Upd(3, {1001, 1000}), Upd(3, {1501, 1000})));
}

}  // namespace
}  // namespace smux
