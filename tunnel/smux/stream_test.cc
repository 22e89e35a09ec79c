#include "tunnel/smux/stream.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/smux/frame.h"
#include "tunnel/smux/testing/wire.h"

namespace smux {
namespace {

using testing::Bytes;
using testing::Counting;
using ::testing::ElementsAre;
using testing::Fin;
using testing::Frame;
using ::testing::HasSubstr;
using testing::Psh;
using testing::Syn;
using testing::Upd;

constexpr Stream::Limits kLimits = {.send_buffer = 1000,
                                    .receive_window = 1048576};

Stream Opened(const Stream::Limits& limits = kLimits) {
  return Stream(StreamId{3}, Stream::Opener::kThisEnd, limits);
}
Stream Accepted(const Stream::Limits& limits = kLimits) {
  return Stream(StreamId{3}, Stream::Opener::kPeer, limits);
}

// All that the stream sends now, in frames of at most `max_bytes`.
std::vector<Frame> Send(Stream& stream, std::size_t max_bytes = 65535) {
  Bytes out;
  while (stream.HasControl() || stream.HasData()) {
    if (stream.HasControl()) {
      stream.AppendControl(out);
    } else {
      stream.AppendData(max_bytes, out);
    }
  }
  Decoder decoder;
  return *testing::Decode(out, out.size(), decoder);
}

std::vector<EventKind> Events(Stream& stream) {
  std::vector<EventKind> events;
  while (stream.has_event()) events.push_back(stream.TakeEvent());
  return events;
}

TEST(StreamTest, OpensThenSendsThenEnds) {
  Stream stream = Opened();
  EXPECT_EQ(stream.Write({1, 2, 3, 4, 5}), 5u);
  stream.CloseWrite();
  EXPECT_FALSE(stream.fin_sent());
  EXPECT_THAT(Send(stream, 3),
              ElementsAre(Syn(3), Psh(3, {1, 2, 3}), Psh(3, {4, 5}), Fin(3)));
  EXPECT_TRUE(stream.fin_sent());
  EXPECT_EQ(stream.Write({6}), 0u);
  EXPECT_EQ(stream.write_room(), 0u);
}

TEST(StreamTest, AnAcceptedStreamSendsNoSyn) {
  Stream stream = Accepted();
  EXPECT_THAT(Send(stream), ElementsAre());
  stream.Write({1});
  EXPECT_THAT(Send(stream), ElementsAre(Psh(3, {1})));
}

TEST(StreamTest, WriteTakesWhatTheBufferHolds) {
  Stream stream = Accepted();
  EXPECT_EQ(stream.Write(Bytes(600)), 600u);
  EXPECT_EQ(stream.write_room(), 400u);
  EXPECT_EQ(stream.Write(Bytes(600)), 400u);
  EXPECT_EQ(stream.Write(Bytes(1)), 0u);
}

TEST(StreamTest, WritableOnceHalfOfAFullBufferIsFree) {
  Stream stream = Accepted();
  stream.Write(Bytes(999));
  Send(stream);
  EXPECT_THAT(Events(stream), ElementsAre());  // It was never full.
  stream.Write(Bytes(1000));
  Bytes out;
  stream.AppendData(499, out);  // 501 are left: one too many.
  EXPECT_THAT(Events(stream), ElementsAre());
  stream.AppendData(1, out);
  EXPECT_THAT(Events(stream), ElementsAre(EventKind::kWritable));
  Send(stream);
  EXPECT_THAT(Events(stream), ElementsAre());
}

TEST(StreamTest, WhoWritesNoMoreHearsOfNoRoom) {
  Stream stream = Accepted();
  stream.Write(Bytes(1000));
  Bytes out;
  stream.AppendData(500, out);
  stream.CloseWrite();  // The event had not been taken.
  EXPECT_THAT(Events(stream), ElementsAre());
  Stream closed = Accepted();
  closed.Write(Bytes(1000));
  closed.CloseWrite();
  Send(closed);
  EXPECT_THAT(Events(closed), ElementsAre());
}

TEST(StreamTest, SendsNoMoreThanTheInitialWindow) {
  Stream stream = Accepted({.send_buffer = 300000, .receive_window = 1048576});
  stream.Write(Bytes(262144));
  EXPECT_FALSE(stream.blocked());
  Send(stream);
  EXPECT_FALSE(stream.blocked());  // Nothing waits.
  stream.Write(Bytes(1));
  EXPECT_TRUE(stream.blocked());
  // 100 read of 262144 in flight, window 262144: 100 more.
  EXPECT_TRUE(stream.HandleUpdate({.consumed = 100, .window = 262144}));
  stream.Write(Bytes(200));
  EXPECT_THAT(Send(stream), ElementsAre(Psh(3, Bytes(100))));
  // 262244 sent, all read: 50 fit the window of 50.
  EXPECT_TRUE(stream.HandleUpdate({.consumed = 262244, .window = 50}));
  EXPECT_THAT(Send(stream), ElementsAre(Psh(3, Bytes(50))));
}

TEST(StreamTest, AWindowThatIsNoInt32IsClosed) {
  Stream stream = Accepted();
  stream.Write({1});
  for (const std::uint32_t window : {0u, 0x80000000u, 0xffffffffu}) {
    EXPECT_TRUE(stream.HandleUpdate({.consumed = 0, .window = window}));
    EXPECT_TRUE(stream.blocked());
  }
  EXPECT_TRUE(stream.HandleUpdate({.consumed = 0, .window = 0x7fffffff}));
  EXPECT_THAT(Send(stream), ElementsAre(Psh(3, {1})));
}

TEST(StreamTest, CountsModulo32Bits) {
  Stream stream = Accepted();
  stream.Write(Bytes(100));
  // 0 sent less 2^32 - 1 read: 1 in flight, so 9 of 10 may follow.
  EXPECT_TRUE(stream.HandleUpdate({.consumed = 0xffffffff, .window = 10}));
  EXPECT_THAT(Send(stream), ElementsAre(Psh(3, Bytes(9))));
  // 9 sent: 9 - (2^31 + 10) is 2^31 - 1, the most that can be in flight; one
  // less read is negative.
  EXPECT_TRUE(stream.HandleUpdate({.consumed = 0x8000000a, .window = 10}));
  EXPECT_TRUE(stream.blocked());
  EXPECT_FALSE(stream.HandleUpdate({.consumed = 0x80000009, .window = 10}));
}

TEST(StreamTest, TellsOfTheFirstReadThenOfEachHalfWindow) {
  Stream stream = Accepted({.send_buffer = 1, .receive_window = 1000});
  stream.HandlePayload(Bytes(2000));
  EXPECT_THAT(Send(stream), ElementsAre());
  stream.Consume(1);
  EXPECT_THAT(Send(stream), ElementsAre(Upd(3, {1, 1000})));
  stream.Consume(499);
  EXPECT_THAT(Send(stream), ElementsAre());
  stream.Consume(1);  // 501 - 1 = half of 1000.
  EXPECT_THAT(Send(stream), ElementsAre(Upd(3, {501, 1000})));
  stream.Consume(600);
  stream.Consume(600);  // One UPD for both.
  EXPECT_THAT(Send(stream), ElementsAre(Upd(3, {1701, 1000})));
}

TEST(StreamTest, AnEndedDirectionIsToldNothing) {
  Stream stream = Accepted({.send_buffer = 1, .receive_window = 1000});
  stream.HandlePayload(Bytes(2000));
  stream.HandleFin();
  stream.Consume(2000);
  EXPECT_THAT(Send(stream), ElementsAre());
}

TEST(StreamTest, ThePeerMaySendWhatItWasToldOnly) {
  Stream stream = Accepted({.send_buffer = 1, .receive_window = 300000});
  EXPECT_TRUE(stream.CheckWindow(262144).ok());
  EXPECT_THAT(std::string(stream.CheckWindow(262145).message()),
              HasSubstr("smux stream 3: received 262145 bytes, the window ends "
                        "at 262144"));
  stream.HandlePayload(Bytes(262144));
  EXPECT_FALSE(stream.CheckWindow(1).ok());
  stream.Consume(10);
  EXPECT_FALSE(stream.CheckWindow(1).ok());  // Not told yet.
  EXPECT_THAT(Send(stream), ElementsAre(Upd(3, {10, 300000})));
  // 10 + 300000 - 262144 = 37866.
  EXPECT_TRUE(stream.CheckWindow(37866).ok());
  EXPECT_FALSE(stream.CheckWindow(37867).ok());
}

TEST(StreamTest, ASmallWindowTakesBackNothingOfTheFirst) {
  Stream stream = Accepted({.send_buffer = 1, .receive_window = 10});
  stream.HandlePayload({1});
  stream.Consume(1);
  EXPECT_THAT(Send(stream), ElementsAre(Upd(3, {1, 10})));
  EXPECT_TRUE(stream.CheckWindow(262143).ok());
  EXPECT_FALSE(stream.CheckWindow(262144).ok());
}

TEST(StreamTest, GivesWhatArrivedInOrder) {
  Stream stream = Accepted();
  EXPECT_EQ(stream.HandlePayload({1, 2}), 2u);
  EXPECT_EQ(stream.HandlePayload({3}), 1u);
  EXPECT_THAT(stream.readable(), ElementsAre(1, 2, 3));
  EXPECT_THAT(Events(stream), ElementsAre(EventKind::kReadable));
  stream.Consume(2);
  EXPECT_THAT(stream.readable(), ElementsAre(3));
  EXPECT_THAT(Events(stream), ElementsAre());
}

TEST(StreamTest, FinishesWhenBothDirectionsHaveEndedAndAllIsRead) {
  Stream stream = Accepted();
  stream.HandlePayload({1});
  stream.HandleFin();
  EXPECT_THAT(Events(stream),
              ElementsAre(EventKind::kReadable, EventKind::kPeerClosed));
  stream.CloseWrite();
  EXPECT_THAT(Send(stream), ElementsAre(Fin(3)));
  EXPECT_THAT(Events(stream), ElementsAre());
  stream.Consume(1);
  EXPECT_THAT(Events(stream), ElementsAre(EventKind::kFinished));
}

TEST(StreamTest, FinishesWhicheverDirectionEndsLast) {
  Stream stream = Accepted();
  stream.CloseWrite();
  EXPECT_THAT(Send(stream), ElementsAre(Fin(3)));
  stream.HandlePayload({1});  // Half closed: the peer goes on.
  stream.Consume(1);
  EXPECT_THAT(Send(stream), ElementsAre(Upd(3, {1, 1048576})));
  stream.HandleFin();
  EXPECT_THAT(Events(stream),
              ElementsAre(EventKind::kReadable, EventKind::kPeerClosed,
                          EventKind::kFinished));
}

TEST(StreamTest, DropsDataAfterThePeersFin) {
  Stream stream = Accepted();
  stream.HandlePayload({1});
  stream.HandleFin();
  EXPECT_TRUE(stream.CheckWindow(1 << 20).ok());
  EXPECT_EQ(stream.HandlePayload({2}), 0u);
  EXPECT_THAT(stream.readable(), ElementsAre(1));
}

TEST(StreamTest, AnAbandonedStreamSendsTheRestAndHearsNothing) {
  Stream stream = Opened();
  stream.Write({1, 2});
  stream.HandlePayload({3, 4, 5});
  EXPECT_EQ(stream.Abandon(), 3u);
  EXPECT_EQ(stream.HandlePayload({6}), 0u);
  stream.HandleFin();
  EXPECT_THAT(Events(stream), ElementsAre());
  EXPECT_THAT(Send(stream), ElementsAre(Syn(3), Psh(3, {1, 2}), Fin(3)));
  EXPECT_THAT(Events(stream), ElementsAre());
}

TEST(StreamTest, WhatCannotBeSentCanBeGivenUp) {
  Stream stream = Accepted();
  EXPECT_TRUE(stream.HandleUpdate({.consumed = 0, .window = 0}));
  stream.Write({1, 2});
  stream.Abandon();
  EXPECT_TRUE(stream.blocked());
  EXPECT_THAT(Send(stream), ElementsAre());
  stream.DropUnsent();
  EXPECT_THAT(Send(stream), ElementsAre(Fin(3)));
}

TEST(StreamTest, APeerThatReadMoreThanWasSentBreaksTheStream) {
  Stream stream = Accepted();
  stream.Write({1, 2, 3});
  Send(stream);
  EXPECT_TRUE(stream.HandleUpdate({.consumed = 3, .window = 1000}));
  EXPECT_FALSE(stream.HandleUpdate({.consumed = 4, .window = 1000}));
  stream.HandlePayload({9, 9});
  stream.Write({4});
  EXPECT_EQ(stream.Break(), 2u);
  EXPECT_TRUE(stream.readable().empty());
  EXPECT_THAT(Events(stream), ElementsAre(EventKind::kBroken));
  EXPECT_EQ(stream.Write({5}), 0u);
  EXPECT_EQ(stream.HandlePayload({6}), 0u);
  EXPECT_TRUE(stream.HandleUpdate({.consumed = 99, .window = 1}));
  stream.HandleFin();
  EXPECT_THAT(Send(stream), ElementsAre(Fin(3)));
  EXPECT_THAT(Events(stream), ElementsAre());  // No kFinished after kBroken.
}

TEST(StreamTest, ABrokenStreamThatHadEndedIsBrokenAllTheSame) {
  Stream stream = Accepted();
  stream.HandleFin();
  EXPECT_FALSE(stream.HandleUpdate({.consumed = 1, .window = 1000}));
  stream.Break();
  EXPECT_THAT(Send(stream), ElementsAre(Fin(3)));
  EXPECT_THAT(Events(stream), ElementsAre(EventKind::kBroken));
}

TEST(StreamTest, AnAbandonedStreamDoesNotSayThatItHasFinished) {
  Stream stream = Accepted();
  stream.HandleFin();
  stream.Abandon();
  EXPECT_THAT(Send(stream), ElementsAre(Fin(3)));
  EXPECT_THAT(Events(stream), ElementsAre());
}

}  // namespace
}  // namespace smux
