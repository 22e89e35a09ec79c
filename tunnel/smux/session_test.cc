#include "tunnel/smux/session.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/smux/testing/wire.h"

namespace smux {
namespace {

using testing::Bytes;
using testing::Copy;
using testing::Counting;
using ::testing::ElementsAre;
using testing::Exchange;
using testing::Fin;
using testing::Give;
using ::testing::HasSubstr;
using testing::Nop;
using testing::PollBytes;
using testing::PollEvents;
using testing::PollFrames;
using testing::Psh;
using testing::Syn;
using testing::Upd;

constexpr base::Instant kStart{};

Session Create(const Options& options) {
  return *Session::Create(options, kStart);
}
Session Client() { return Create({.role = Role::kClient}); }
Session Server() { return Create({.role = Role::kServer}); }

constexpr StreamId kFirst{3};

TEST(SessionTest, WritesTheBytesThatTheSpecificationHas) {
  Session client = Client();
  const StreamId stream = *client.Open();
  client.Write(stream, {'h', 'i'});
  client.CloseWrite(stream);
  EXPECT_THAT(PollBytes(client),
              ElementsAre(2, 0, 0, 0, 3, 0, 0, 0,            // SYN
                          2, 2, 2, 0, 3, 0, 0, 0, 'h', 'i',  // PSH
                          2, 1, 0, 0, 3, 0, 0, 0));          // FIN
}

TEST(SessionTest, AClientOpensOddIdsFrom3AServerEvenOnesFrom2) {
  Session client = Client();
  Session server = Server();
  EXPECT_EQ(*client.Open(), StreamId{3});
  EXPECT_EQ(*client.Open(), StreamId{5});
  EXPECT_EQ(*server.Open(), StreamId{2});
  EXPECT_EQ(*server.Open(), StreamId{4});
  EXPECT_THAT(PollFrames(server), ElementsAre(Syn(2), Syn(4)));
}

TEST(SessionTest, PassesOverAnIdThatThePeerHasTaken) {
  Session client = Client();
  Give(client, {Syn(3), Syn(5), Syn(9)});
  EXPECT_EQ(*client.Open(), StreamId{7});
  EXPECT_EQ(*client.Open(), StreamId{11});
}

TEST(SessionTest, CarriesAStreamThereAndBack) {
  Session client = Client();
  Session server = Server();
  const StreamId stream = *client.Open();
  EXPECT_EQ(client.Write(stream, {1, 2, 3}), 3u);
  Exchange(client, server);
  EXPECT_EQ(server.PollAccepted(), stream);
  EXPECT_EQ(server.PollAccepted(), std::nullopt);
  EXPECT_THAT(PollEvents(server),
              ElementsAre(Event{stream, EventKind::kReadable}));
  EXPECT_THAT(server.Readable(stream), ElementsAre(1, 2, 3));
  server.Consume(stream, 3);
  EXPECT_EQ(server.Write(stream, {4}), 1u);
  Exchange(client, server);
  EXPECT_THAT(PollEvents(client),
              ElementsAre(Event{stream, EventKind::kReadable}));
  EXPECT_THAT(client.Readable(stream), ElementsAre(4));
}

TEST(SessionTest, AStreamHasNoEventsBeforeItIsAccepted) {
  Session server = Server();
  Give(server, {Syn(3), Psh(3, {1}), Fin(3)});
  EXPECT_THAT(PollEvents(server), ElementsAre());
  EXPECT_TRUE(server.Readable(kFirst).empty());
  EXPECT_EQ(server.Write(kFirst, {1}), 0u);
  EXPECT_EQ(server.PollAccepted(), kFirst);
  EXPECT_THAT(PollEvents(server),
              ElementsAre(Event{kFirst, EventKind::kReadable},
                          Event{kFirst, EventKind::kPeerClosed}));
  EXPECT_THAT(server.Readable(kFirst), ElementsAre(1));
}

TEST(SessionTest, HalfCloseLetsTheOtherDirectionGoOn) {
  Session client = Client();
  Session server = Server();
  const StreamId stream = *client.Open();
  client.Write(stream, {1});
  client.CloseWrite(stream);
  Exchange(client, server);
  ASSERT_EQ(server.PollAccepted(), stream);
  EXPECT_THAT(PollEvents(server),
              ElementsAre(Event{stream, EventKind::kReadable},
                          Event{stream, EventKind::kPeerClosed}));
  server.Consume(stream, 1);
  const Bytes answer = Counting(200000);
  std::size_t written = 0;
  Bytes got;
  while (written < answer.size()) {
    written +=
        server.Write(stream, absl::MakeConstSpan(answer).subspan(written));
    if (written == answer.size()) server.CloseWrite(stream);
    Exchange(client, server);
    const Bytes part = Copy(client.Readable(stream));
    got.insert(got.end(), part.begin(), part.end());
    client.Consume(stream, part.size());
  }
  Exchange(client, server);
  EXPECT_EQ(got, answer);
  EXPECT_THAT(PollEvents(client),
              ElementsAre(Event{stream, EventKind::kReadable},
                          Event{stream, EventKind::kPeerClosed},
                          Event{stream, EventKind::kFinished}));
  EXPECT_EQ(PollEvents(server).back(), (Event{stream, EventKind::kFinished}));
  EXPECT_EQ(client.stream_count(), 0u);
  EXPECT_EQ(server.stream_count(), 0u);
}

TEST(SessionTest, CloseDropsWhatArrivesAndSendsWhatWasWritten) {
  Session client = Client();
  Session server = Server();
  const StreamId stream = *client.Open();
  client.Write(stream, {1, 2});
  client.Close(stream);
  EXPECT_EQ(client.Write(stream, {3}), 0u);
  EXPECT_EQ(client.stream_count(), 1u);  // Until the FIN is out.
  EXPECT_THAT(PollFrames(client), ElementsAre(Syn(3), Psh(3, {1, 2}), Fin(3)));
  EXPECT_EQ(client.stream_count(), 0u);
  EXPECT_EQ(Give(client, {Psh(3, {7}), Upd(3, {2, 1000}), Fin(3)}), 0u);
  EXPECT_EQ(client.buffered_bytes(), 0u);
  EXPECT_THAT(PollEvents(client), ElementsAre());
}

TEST(SessionTest, CloseAfterCloseWriteEndsTheStreamAtOnce) {
  Session client = Client();
  const StreamId stream = *client.Open();
  client.CloseWrite(stream);
  EXPECT_THAT(PollFrames(client), ElementsAre(Syn(3), Fin(3)));
  Give(client, {Psh(3, {1, 2})});
  EXPECT_EQ(client.buffered_bytes(), 2u);
  client.Close(stream);
  EXPECT_EQ(client.buffered_bytes(), 0u);
  EXPECT_EQ(client.stream_count(), 0u);
  EXPECT_THAT(PollEvents(client), ElementsAre());
}

TEST(SessionTest, AnUnknownStreamHasNothing) {
  Session client = Client();
  const StreamId unknown{99};
  EXPECT_EQ(client.Write(unknown, {1}), 0u);
  EXPECT_EQ(client.WriteRoom(unknown), 0u);
  EXPECT_TRUE(client.Readable(unknown).empty());
  client.Consume(unknown, 0);
  client.CloseWrite(unknown);
  client.Close(unknown);
  EXPECT_THAT(PollFrames(client), ElementsAre());
  EXPECT_EQ(client.stream_count(), 0u);
}

TEST(SessionTest, GivesASignOfLifeEachInterval) {
  Session client = Client();
  EXPECT_EQ(client.NextDeadline(), kStart + base::Seconds(10));
  client.HandleDeadline(kStart + base::Seconds(9));
  EXPECT_THAT(PollFrames(client), ElementsAre());
  client.HandleDeadline(kStart + base::Seconds(10));
  EXPECT_THAT(PollBytes(client), ElementsAre(2, 3, 0, 0, 0, 0, 0, 0));
  EXPECT_EQ(client.NextDeadline(), kStart + base::Seconds(20));
  // Those that could not be sent are one.
  client.HandleDeadline(kStart + base::Seconds(20));
  client.HandleDeadline(kStart + base::Seconds(30));
  EXPECT_THAT(PollFrames(client), ElementsAre(Nop()));
}

// When the session ends if frames come all the time up to `last`.
base::Duration EndsAt(const Options& options, base::Duration last) {
  Session session = Create(options);
  for (base::Instant due = kStart; session.status().ok();) {
    if (due <= kStart + last) Give(session, {Nop()});
    due = *session.NextDeadline();
    session.HandleDeadline(due);
    if (!session.status().ok()) return due - kStart;
  }
  return {};
}

TEST(SessionTest, NoticesASilentPeerAfterOneToTwoTimeouts) {
  const Options server = {.role = Role::kServer};  // 240 s.
  EXPECT_EQ(EndsAt(server, base::Seconds(0)), base::Seconds(480));
  EXPECT_EQ(EndsAt(server, base::Seconds(239)), base::Seconds(480));
  EXPECT_EQ(EndsAt(server, base::Seconds(241)), base::Seconds(720));
  const Options client = {.role = Role::kClient};  // 600 s.
  EXPECT_EQ(EndsAt(client, base::Seconds(599)), base::Seconds(1200));
}

TEST(SessionTest, APeerThatNeverSpokeIsNoticedAtTheFirstCheck) {
  Session session = Create({.keepalive_timeout = base::Seconds(60)});
  session.HandleDeadline(kStart + base::Seconds(59));
  EXPECT_TRUE(session.status().ok());
  session.HandleDeadline(kStart + base::Seconds(60));
  EXPECT_EQ(session.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(session.status().message(), "smux: no frame came in 60 s");
}

TEST(SessionTest, AFullBufferIsNoSilence) {
  Session session = Create({.keepalive_timeout = base::Seconds(60),
                            .max_session_buffer = 4,
                            .max_stream_buffer = 4});
  Give(session, {Syn(2), Psh(2, {1, 2, 3, 4})});
  EXPECT_FALSE(session.HasRoom());
  for (int i = 1; i <= 5; ++i) {
    session.HandleDeadline(kStart + base::Seconds(60 * i));
    ASSERT_TRUE(session.status().ok());
  }
  ASSERT_TRUE(session.PollAccepted().has_value());
  session.Consume(StreamId{2}, 1);
  session.HandleDeadline(kStart + base::Seconds(360));
  EXPECT_FALSE(session.status().ok());
}

TEST(SessionTest, AnEndedSessionDoesNothingMore) {
  Session session = Create({.keepalive_timeout = base::Seconds(60)});
  const StreamId stream = *session.Open();
  Give(session, {Psh(3, {1, 2})});
  session.HandleDeadline(kStart + base::Seconds(60));
  session.HandleDeadline(kStart + base::Seconds(120));
  ASSERT_FALSE(session.status().ok());
  EXPECT_EQ(session.NextDeadline(), std::nullopt);
  EXPECT_EQ(session.Open().status(), session.status());
  EXPECT_EQ(session.Write(stream, {1}), 0u);
  EXPECT_EQ(session.WriteRoom(stream), 0u);
  EXPECT_THAT(PollBytes(session), ElementsAre());
  EXPECT_FALSE(session.HasRoom());
  const Bytes more = testing::Encode({Nop()});
  absl::Span<const std::uint8_t> rest = more;
  EXPECT_EQ(session.HandleBytes(rest), session.status());
  EXPECT_EQ(rest.size(), more.size());
  EXPECT_THAT(session.Readable(stream), ElementsAre(1, 2));
  session.Consume(stream, 2);
  session.Close(stream);
}

TEST(SessionTest, AnOptionOutOfItsRangeIsRefused) {
  const absl::Status status =
      Session::Create({.max_frame_bytes = 0}, kStart).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("max_frame_bytes is 0"));
}

}  // namespace
}  // namespace smux
