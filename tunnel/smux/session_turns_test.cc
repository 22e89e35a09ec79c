// In which order a session sends.
#include <cstddef>
#include <cstdint>
#include <map>
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
using ::testing::ElementsAre;
using testing::Fin;
using testing::Frame;
using testing::Give;
using testing::Nop;
using testing::PollFrames;
using testing::Psh;
using testing::Syn;
using testing::Upd;

Session Create(const Options& options) {
  return *Session::Create(options, base::Instant{});
}

Frame Next(Session& session) {
  Bytes out;
  EXPECT_TRUE(session.PollFrame(out));
  Decoder decoder;
  return testing::Decode(out, out.size(), decoder)->at(0);
}

TEST(SessionTurnsTest, AHundredStreamsShareEqually) {
  Session session = Create({.max_frame_bytes = 1000, .max_send_buffer = 50000});
  std::vector<StreamId> streams;
  for (int i = 0; i < 100; ++i) {
    streams.push_back(*session.Open());
    session.Write(streams.back(), Bytes(50000));
  }
  for (int i = 0; i < 100; ++i) EXPECT_EQ(Next(session).command, Command::kSyn);
  std::map<std::uint32_t, std::size_t> sent;
  for (std::size_t round = 1; round <= 50; ++round) {
    for (int i = 0; i < 100; ++i) {
      const Frame frame = Next(session);
      sent[frame.stream] += frame.payload.size();
    }
    for (const auto& [stream, bytes] : sent) EXPECT_EQ(bytes, round * 1000);
    EXPECT_EQ(sent.size(), 100u);
  }
  Bytes out;
  EXPECT_FALSE(session.PollFrame(out));
}

TEST(SessionTurnsTest, AStreamWaitsForOneFrameOfEachOther) {
  Session session = Create({.max_frame_bytes = 1000});
  const StreamId bulk = *session.Open();
  const StreamId small = *session.Open();
  PollFrames(session);
  session.Write(bulk, Bytes(5000));
  EXPECT_EQ(Next(session), Psh(3, Bytes(1000)));
  session.Write(small, {7});
  EXPECT_EQ(Next(session), Psh(3, Bytes(1000)));
  EXPECT_EQ(Next(session), Psh(5, {7}));
  EXPECT_EQ(Next(session), Psh(3, Bytes(1000)));
}

TEST(SessionTurnsTest, ControlFramesGoBeforeDataOfOtherStreams) {
  Session session = Create({.role = Role::kServer, .max_frame_bytes = 1000});
  Give(session, {Syn(3), Psh(3, {1})});
  const StreamId read = *session.PollAccepted();
  const StreamId bulk = *session.Open();
  session.Write(bulk, Bytes(2000));
  EXPECT_EQ(Next(session), Syn(2));
  EXPECT_EQ(Next(session), Psh(2, Bytes(1000)));
  session.Consume(read, 1);
  session.CloseWrite(read);
  *session.Open();
  session.HandleDeadline(base::Instant(base::Seconds(10)));
  EXPECT_THAT(PollFrames(session),
              ElementsAre(Nop(), Upd(3, {1, 1048576}), Fin(3), Syn(4),
                          Psh(2, Bytes(1000))));
}

TEST(SessionTurnsTest, OfOneStreamAllIsInOrder) {
  Session session = Create({.max_frame_bytes = 1000});
  const StreamId bulk = *session.Open();
  session.Write(bulk, Bytes(3000));
  const StreamId stream = *session.Open();
  session.Write(stream, Bytes(1500));
  session.CloseWrite(stream);
  // The FIN passes the bulk's third frame, not its own stream's second.
  EXPECT_THAT(PollFrames(session),
              ElementsAre(Syn(3), Syn(5), Psh(3, Bytes(1000)),
                          Psh(5, Bytes(1000)), Psh(3, Bytes(1000)),
                          Psh(5, Bytes(500)), Fin(5), Psh(3, Bytes(1000))));
}

TEST(SessionTurnsTest, AnUpdateCostsNoTurn) {
  Session session = Create({.max_frame_bytes = 1000});
  const StreamId a = *session.Open();
  const StreamId b = *session.Open();
  PollFrames(session);
  session.Write(a, Bytes(1000));
  session.Write(b, Bytes(1000));
  Give(session, {Psh(3, {1})});
  session.Consume(a, 1);
  EXPECT_THAT(PollFrames(session),
              ElementsAre(Upd(3, {1, 1048576}), Psh(3, Bytes(1000)),
                          Psh(5, Bytes(1000))));
}

TEST(SessionTurnsTest, AFrameIsMadeWhenItIsPulled) {
  Session session = Create({.max_frame_bytes = 1000});
  const StreamId stream = *session.Open();
  session.Write(stream, {1});
  session.Write(stream, {2});
  EXPECT_THAT(PollFrames(session), ElementsAre(Syn(3), Psh(3, {1, 2})));
}

TEST(SessionTurnsTest, TheLongestFrameIsSentWhole) {
  Session session =
      Create({.max_frame_bytes = 65535, .max_send_buffer = 70000});
  const StreamId stream = *session.Open();
  session.Write(stream, Bytes(70000));
  EXPECT_THAT(PollFrames(session),
              ElementsAre(Syn(3), Psh(3, Bytes(65535)), Psh(3, Bytes(4465))));
}

TEST(SessionTurnsTest, EventsOfStreamsComeInTheOrderOfTheirFirst) {
  Session session = Create({.role = Role::kServer});
  Give(session, {Syn(3), Syn(5), Syn(7)});
  while (session.PollAccepted()) {
  }
  Give(session, {Psh(5, {1}), Psh(3, {1}), Psh(5, {2}), Fin(5), Fin(7)});
  EXPECT_THAT(testing::PollEvents(session),
              ElementsAre(Event{StreamId{5}, EventKind::kReadable},
                          Event{StreamId{5}, EventKind::kPeerClosed},
                          Event{StreamId{3}, EventKind::kReadable},
                          Event{StreamId{7}, EventKind::kPeerClosed}));
}

}  // namespace
}  // namespace smux
