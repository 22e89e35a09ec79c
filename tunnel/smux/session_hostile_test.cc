// What a session makes of a peer that breaks the rules.
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
#include "tunnel/smux/session.h"
#include "tunnel/smux/testing/wire.h"

namespace smux {
namespace {

using testing::Bytes;
using ::testing::ElementsAre;
using testing::Encode;
using testing::Fin;
using testing::Frame;
using testing::Give;
using ::testing::HasSubstr;
using testing::PollEvents;
using testing::PollFrames;
using testing::Psh;
using testing::Syn;
using testing::Upd;

constexpr StreamId kFirst{3};

Session Server(Options options = {}) {
  options.role = Role::kServer;
  return *Session::Create(options, base::Instant{});
}

// How the session ends at these bytes; OK if it does not.
absl::Status StatusAfter(Session& session, const Bytes& bytes) {
  absl::Span<const std::uint8_t> rest = bytes;
  const absl::Status status = session.HandleBytes(rest);
  EXPECT_EQ(status, session.status());
  return status;
}

TEST(SessionHostileTest, AFrameThatIsNoneEndsTheSession) {
  const std::vector<Bytes> bad = {
      {1, 3, 0, 0, 0, 0, 0, 0},  // Version 1.
      {2, 5, 0, 0, 3, 0, 0, 0},  // Command 5.
      {2, 0, 1, 0, 3, 0, 0, 0},  // A SYN, a FIN and a NOP with a payload.
      {2, 1, 1, 0, 3, 0, 0, 0}, {2, 3, 1, 0, 0, 0, 0, 0},
      {2, 4, 7, 0, 3, 0, 0, 0},  // An UPD too short, too long.
      {2, 4, 9, 0, 3, 0, 0, 0}};
  for (const Bytes& bytes : bad) {
    Session server = Server();
    Give(server, {Syn(3), Psh(3, {1})});
    const absl::Status status = StatusAfter(server, bytes);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr("must be"));
    EXPECT_EQ(StatusAfter(server, Encode({testing::Nop()})), status);
    EXPECT_FALSE(server.HasRoom());
  }
}

TEST(SessionHostileTest, DataForAnUnknownStreamIsDropped) {
  Session server = Server();
  const Bytes wire = Encode({Psh(99, Bytes(60000)), Syn(3), Psh(3, {1})});
  for (const std::uint8_t byte : wire) {
    EXPECT_EQ(Give(server, absl::MakeConstSpan(&byte, 1)), 0u);
  }
  EXPECT_EQ(server.buffered_bytes(), 1u);
  EXPECT_EQ(server.PollAccepted(), kFirst);
  EXPECT_THAT(server.Readable(kFirst), ElementsAre(1));
}

TEST(SessionHostileTest, UpdatesAndEndsOfUnknownStreamsAreIgnored) {
  Session server = Server();
  Give(server, {Upd(9, {1, 2}), Fin(9), Psh(9, {})});
  EXPECT_EQ(server.stream_count(), 0u);
  EXPECT_THAT(PollFrames(server), ElementsAre());
}

TEST(SessionHostileTest, ASecondSynIsIgnored) {
  Session server = Server();
  Give(server, {Syn(3), Psh(3, {1}), Syn(3), Psh(3, {2})});
  EXPECT_EQ(server.PollAccepted(), kFirst);
  EXPECT_EQ(server.PollAccepted(), std::nullopt);
  EXPECT_THAT(server.Readable(kFirst), ElementsAre(1, 2));
}

TEST(SessionHostileTest, TakesAnyIdFromThePeer) {
  Session server = Server();
  Give(server, {Syn(0), Syn(2), Syn(0xffffffff), Psh(0, {1})});
  EXPECT_EQ(server.PollAccepted(), StreamId{0});
  EXPECT_EQ(server.PollAccepted(), StreamId{2});
  EXPECT_EQ(server.PollAccepted(), StreamId{0xffffffff});
  EXPECT_THAT(server.Readable(StreamId{0}), ElementsAre(1));
}

TEST(SessionHostileTest, StreamsBeyondTheLimitAreRefusedWithAFin) {
  Session server = Server({.max_streams = 2});
  Give(server, {Syn(3), Syn(5), Syn(7), Psh(7, {1, 2})});
  EXPECT_THAT(PollFrames(server), ElementsAre(Fin(7)));
  EXPECT_EQ(server.stream_count(), 2u);
  EXPECT_EQ(server.buffered_bytes(), 0u);
  // Our own are not counted; one that ends makes room.
  *server.Open();
  while (server.PollAccepted()) {
  }
  server.Close(kFirst);
  EXPECT_THAT(PollFrames(server), ElementsAre(Syn(2), Fin(3)));
  Give(server, {Syn(9), Syn(11)});
  EXPECT_EQ(server.PollAccepted(), StreamId{9});
  EXPECT_THAT(PollFrames(server), ElementsAre(Fin(11)));
}

TEST(SessionHostileTest, StreamsThatNobodyAcceptsAreRefusedBeyondTheBacklog) {
  Session server = Server({.accept_backlog = 2});
  Give(server, {Syn(3), Syn(5), Syn(7)});
  EXPECT_THAT(PollFrames(server), ElementsAre(Fin(7)));
  EXPECT_EQ(server.PollAccepted(), kFirst);
  Give(server, {Syn(9)});
  EXPECT_THAT(PollFrames(server), ElementsAre());
  EXPECT_EQ(server.stream_count(), 3u);
}

TEST(SessionHostileTest, WhoOpensFasterThanRefusalsLeaveHasToWait) {
  Session server = Server({.max_streams = 0});
  std::vector<Frame> syns;
  for (std::uint32_t i = 0; i < 3000; ++i) syns.push_back(Syn(3 + 2 * i));
  const Bytes wire = Encode(syns);
  absl::Span<const std::uint8_t> rest = wire;
  std::size_t refused = 0;
  for (const std::size_t expected : {1024u, 1024u, 952u}) {
    ASSERT_TRUE(server.HandleBytes(rest).ok());
    const std::vector<Frame> answers = PollFrames(server);
    EXPECT_EQ(answers.size(), expected);
    refused += answers.size();
    EXPECT_EQ(rest.size(), 8 * (3000 - refused));
    EXPECT_TRUE(server.HasRoom());
  }
}

TEST(SessionHostileTest, APeerThatPassesItsWindowEndsTheSession) {
  Session server = Server();
  Give(server, {Syn(3)});
  for (int i = 0; i < 4; ++i) Give(server, {Psh(3, Bytes(65535))});
  Give(server, {Psh(3, Bytes(4))});  // 4 * 65535 + 4 = 262144.
  const absl::Status status = StatusAfter(server, Encode({Psh(3, {1})}));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(),
            "smux stream 3: received 262145 bytes, the window ends at 262144");
  EXPECT_EQ(server.buffered_bytes(), 262144u);
}

TEST(SessionHostileTest, AnUpdateForBytesNotSentBreaksItsStreamOnly) {
  Session server = Server();
  Give(server, {Syn(3), Syn(5), Psh(3, {1, 2, 3}), Psh(5, {4})});
  while (server.PollAccepted()) {
  }
  PollEvents(server);
  server.Write(kFirst, {9});
  Give(server, {Upd(3, {1, 1000})});  // The byte has not been sent yet.
  EXPECT_THAT(PollEvents(server),
              ElementsAre(Event{kFirst, EventKind::kBroken}));
  EXPECT_EQ(server.buffered_bytes(), 1u);
  EXPECT_TRUE(server.Readable(kFirst).empty());
  EXPECT_EQ(server.Write(kFirst, {9}), 0u);
  EXPECT_THAT(PollFrames(server), ElementsAre(Fin(3)));
  EXPECT_EQ(server.stream_count(), 1u);
  EXPECT_TRUE(server.status().ok());
  EXPECT_THAT(server.Readable(StreamId{5}), ElementsAre(4));
}

TEST(SessionHostileTest, ABrokenStreamStaysUntilTheHostHasHeard) {
  Session server = Server();
  Give(server, {Syn(3), Upd(3, {1, 1000}), Psh(3, {1}), Fin(3)});
  EXPECT_THAT(PollFrames(server), ElementsAre(Fin(3)));
  EXPECT_EQ(server.stream_count(), 1u);
  Give(server, {Syn(3)});  // No other of this id before.
  EXPECT_EQ(server.PollAccepted(), kFirst);
  EXPECT_EQ(server.PollAccepted(), std::nullopt);
  EXPECT_THAT(PollEvents(server),
              ElementsAre(Event{kFirst, EventKind::kBroken}));
  EXPECT_EQ(server.stream_count(), 0u);
}

TEST(SessionHostileTest,
     AClosedStreamWhoseWindowStaysShutEndsAtTheSecondCheck) {
  Session server = Server({.keepalive_timeout = base::Seconds(60)});
  Give(server, {Syn(3), Upd(3, {0, 0}), Syn(5), Upd(5, {0, 1})});
  while (server.PollAccepted()) {
  }
  for (const std::uint32_t id : {3u, 5u}) {
    server.Write(StreamId{id}, {1, 2, 3});
    server.Close(StreamId{id});
  }
  EXPECT_THAT(PollFrames(server), ElementsAre(Psh(5, {1})));
  server.HandleDeadline(base::Instant(base::Seconds(60)));
  EXPECT_EQ(server.stream_count(), 2u);
  // Stream 5 moves on, so its two checks begin anew.
  Give(server, {Upd(5, {1, 1})});
  EXPECT_THAT(PollFrames(server), ElementsAre(testing::Nop(), Psh(5, {2})));
  server.HandleDeadline(base::Instant(base::Seconds(120)));
  EXPECT_THAT(PollFrames(server), ElementsAre(testing::Nop(), Fin(3)));
  EXPECT_EQ(server.stream_count(), 1u);
  Give(server, {testing::Nop()});
  server.HandleDeadline(base::Instant(base::Seconds(180)));
  EXPECT_THAT(PollFrames(server), ElementsAre(testing::Nop(), Fin(5)));
  EXPECT_EQ(server.stream_count(), 0u);
}

TEST(SessionHostileTest, StreamsThatComeAndGoLeaveNothing) {
  Session server = Server({.max_streams = 10});
  for (std::uint32_t i = 0; i < 20000; ++i) {
    const std::uint32_t id = 3 + 2 * i;
    Give(server, {Syn(id), Psh(id, Bytes(100)), Upd(id, {0, 500}), Fin(id)});
    ASSERT_EQ(server.PollAccepted(), StreamId{id});
    server.Write(StreamId{id}, Bytes(10));
    server.Close(StreamId{id});
    ASSERT_THAT(PollFrames(server), ElementsAre(Psh(id, Bytes(10)), Fin(id)));
    ASSERT_EQ(server.stream_count(), 0u);
    ASSERT_EQ(server.buffered_bytes(), 0u);
  }
}

}  // namespace
}  // namespace smux
