#include "tunnel/shaper/stream.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/testing/specs.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace shaper {
namespace {

using Mode = Stream::Mode;
using Role = Stream::Role;
using base::Milliseconds;
using base::Seconds;
using maybenot::Event;
using maybenot::PacketKind;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace specs = maybenot::specs;

// One padding packet, `after_us` after the first normal one.
maybenot::Machines PadsAfter(double after_us) {
  return specs::Compile({specs::Spec(
      {specs::Idle().On(Event::kNormalSent, 1), specs::Pads(after_us)})});
}

// From the first normal packet on: blocks once, at once.
maybenot::Machines BlocksFor(double us) {
  return specs::Compile(
      {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                    specs::Blocks({.timeout_us = 0, .duration_us = us})})});
}

TEST(StreamTest, CarriesBytesInCellsBothWays) {
  StreamPair pair(Defended(Role::kClient), Defended(Role::kServer));
  // Data goes with the opening; nothing waits for the verdict.
  EXPECT_EQ(pair.client().Write(Counting(1200), pair.now()), 1200u);
  pair.Run();
  EXPECT_EQ(pair.server().mode(), Mode::kDefended);
  EXPECT_THAT(pair.server().readable(), ElementsAreArray(Counting(1200)));
  // Opening, 510, 510 and 180 of payload; down, the opening.
  EXPECT_THAT(pair.up().writes, ElementsAre(512, 512, 512, 512));
  EXPECT_THAT(pair.down().writes, ElementsAre(512));

  EXPECT_EQ(pair.server().Write(Bytes("yes"), pair.now()), 3u);
  pair.Run();
  EXPECT_THAT(pair.client().readable(), ElementsAreArray(Bytes("yes")));
  EXPECT_THAT(pair.down().writes, ElementsAre(512, 512));
  EXPECT_TRUE(pair.up().status.ok()) << pair.up().status;
  EXPECT_TRUE(pair.down().status.ok()) << pair.down().status;
}

TEST(StreamTest, CountsPayloadFillAndPadding) {
  StreamPair pair(Defended(Role::kClient, PadsAfter(1000)),
                  Defended(Role::kServer));
  pair.client().Write(Counting(1200), pair.now());
  pair.Run(Seconds(1));
  for (const CellCounts& counts :
       {pair.client().sent(), pair.server().received()}) {
    EXPECT_EQ(counts.opening_cells, 1u);
    EXPECT_EQ(counts.normal_cells, 3u);
    EXPECT_EQ(counts.padding_cells, 1u);  // The machine pads once.
    EXPECT_EQ(counts.payload_bytes, 1200u);
    EXPECT_EQ(counts.fill_bytes, 848u);  // 4 * 512 - 1200.
    EXPECT_EQ(counts.padding_bytes, 512u);
  }
  EXPECT_THAT(pair.up().writes, Each(512));
  // The Defenders count the same: opening cells are no packets.
  const auto& sent = pair.client().defender()->statistics();
  EXPECT_EQ(sent.normal_sent.packets, 3u);
  EXPECT_EQ(sent.normal_sent.bytes, 1200u);
  EXPECT_EQ(sent.padding_sent.bytes, 512u);
  const auto& received = pair.server().defender()->statistics();
  EXPECT_EQ(received.normal_received.packets, 3u);
  EXPECT_EQ(received.normal_received.bytes, 1200u);
  EXPECT_EQ(received.padding_received.bytes, 512u);
}

TEST(StreamTest, EachWriteBeginsACellOfItsOwn) {
  StreamPair pair(Defended(Role::kClient), Defended(Role::kServer));
  pair.client().Write(Counting(10), pair.now());
  pair.client().Write(Counting(10), pair.now());
  EXPECT_EQ(pair.client().Write({}, pair.now()), 0u);
  pair.Run();
  EXPECT_EQ(pair.client().sent().normal_cells, 2u);
  EXPECT_THAT(pair.server().readable(), SizeIs(20));
}

TEST(StreamTest, ReadableShrinksAsItIsConsumed) {
  StreamPair pair(Defended(Role::kClient), Defended(Role::kServer));
  pair.client().Write({1, 2, 3}, pair.now());
  pair.Run();
  pair.server().Consume(2);
  EXPECT_THAT(pair.server().readable(), ElementsAre(3));
  pair.client().Write({4}, pair.now());
  pair.Run();
  EXPECT_THAT(pair.server().readable(), ElementsAre(3, 4));
}

TEST(StreamTest, RecordsCellsAsTheyCrossTheLink) {
  StreamPair pair(Defended(Role::kClient, PadsAfter(3000)),
                  Defended(Role::kServer));
  pair.client().Write({1}, pair.now());
  pair.Run(Seconds(1));
  const std::vector<CellEvent> sent = pair.client().TakeCells();
  ASSERT_THAT(sent, SizeIs(4));  // Opening, its answer, data, padding.
  EXPECT_TRUE(sent[0].sent);
  EXPECT_EQ(sent[0].kind, PacketKind::kNormal);
  EXPECT_FALSE(sent[1].sent);
  EXPECT_TRUE(sent[2].sent);
  EXPECT_EQ(sent[3].kind, PacketKind::kPadding);
  EXPECT_EQ(sent[3].at, base::Instant(Milliseconds(3)));
  EXPECT_EQ(sent[3].bytes, 512u);
  const std::vector<CellEvent> received = pair.server().TakeCells();
  ASSERT_THAT(received, SizeIs(4));
  EXPECT_FALSE(received[3].sent);
  EXPECT_EQ(received[3].kind, PacketKind::kPadding);
  EXPECT_THAT(pair.client().TakeCells(), IsEmpty());
}

TEST(StreamTest, OpeningCellsAreNoEventForTheMachines) {
  StreamPair pair(Defended(Role::kClient), Defended(Role::kServer));
  pair.Run();
  EXPECT_EQ(pair.client().received().opening_cells, 1u);
  EXPECT_EQ(pair.client().defender()->statistics().normal_received.packets, 0u);
  EXPECT_EQ(pair.server().defender()->statistics().normal_received.packets, 0u);
  EXPECT_EQ(pair.client().defender()->statistics().normal_sent.packets, 0u);
}

TEST(StreamTest, BlockingDelaysCellsAndSaysHowLong) {
  StreamPair pair(Defended(Role::kClient, BlocksFor(2e6)),
                  Defended(Role::kServer));
  pair.client().Write({1}, pair.now());  // Leaves before blocking begins.
  pair.Run(Milliseconds(500));
  pair.client().Write({2}, pair.now());
  pair.Run(Milliseconds(1499));
  EXPECT_THAT(pair.server().readable(), ElementsAre(1));
  pair.Run(Milliseconds(1));
  EXPECT_THAT(pair.server().readable(), ElementsAre(1, 2));
  // From 0.5 s to the end of blocking at 2 s.
  EXPECT_THAT(pair.client().TakeWaits(),
              ElementsAre(base::Duration(0), Milliseconds(1500)));
  EXPECT_THAT(pair.client().TakeWaits(), IsEmpty());
}

TEST(StreamTest, AFullQueueTakesWholeCellsOnly) {
  Stream::Options options = Defended(Role::kClient, BlocksFor(1e6));
  options.defense->defender.queue_packets = 3;
  StreamPair pair(options, Defended(Role::kServer));
  pair.client().Write({9}, pair.now());
  pair.Run(Milliseconds(1));
  // Blocked now: 3 cells of 510 wait, the rest stays with the caller.
  const std::vector<std::uint8_t> bytes = Counting(2000);
  EXPECT_EQ(pair.client().Write(bytes, pair.now()), 1530u);
  EXPECT_EQ(pair.client().Write({1}, pair.now()), 0u);
  pair.Run(Seconds(1));
  EXPECT_EQ(
      pair.client().Write(absl::MakeConstSpan(bytes).subspan(1530), pair.now()),
      470u);
  pair.Run();
  pair.server().Consume(1);
  EXPECT_THAT(pair.server().readable(), ElementsAreArray(bytes));
}

TEST(StreamTest, AServerTakesNothingBeforeTheModeIsDecided) {
  Stream server = CreateStream(Defended(Role::kServer));
  EXPECT_EQ(server.mode(), Mode::kUndecided);
  EXPECT_EQ(server.Write({1}, {}), 0u);
  EXPECT_FALSE(server.PollWrite({}).has_value());
  EXPECT_EQ(server.defender(), nullptr);
  EXPECT_FALSE(server.NextDeadline().has_value());
}

TEST(StreamTest, PlainWritesCrossAsTheyAre) {
  for (const bool server_has_defense : {false, true}) {
    StreamPair pair(Plain(Role::kClient), server_has_defense
                                              ? Defended(Role::kServer)
                                              : Plain(Role::kServer));
    EXPECT_EQ(pair.client().Write(Bytes("\x7fhello"), pair.now()), 6u);
    EXPECT_EQ(pair.client().Write(Bytes("you"), pair.now()), 3u);
    pair.Run();
    EXPECT_EQ(pair.server().mode(), Mode::kPlain);
    EXPECT_THAT(pair.up().writes, ElementsAre(6, 3));
    EXPECT_THAT(pair.server().readable(),
                ElementsAreArray(Bytes("\x7fhelloyou")));
    EXPECT_EQ(pair.server().Write(Bytes("\xff"), pair.now()), 1u);
    pair.Run();
    EXPECT_THAT(pair.client().readable(), ElementsAre(0xff));
    EXPECT_EQ(pair.client().sent().normal_cells, 2u);
    EXPECT_EQ(pair.client().sent().payload_bytes, 9u);
    EXPECT_EQ(pair.client().sent().fill_bytes, 0u);
    EXPECT_EQ(pair.server().received().normal_cells, 2u);
    EXPECT_EQ(pair.client().defender(), nullptr);
    EXPECT_THAT(pair.client().TakeCells(), SizeIs(3));
  }
}

TEST(StreamTest, APlainBufferIsBounded) {
  Stream::Options options = Plain(Role::kClient);
  options.plain_buffer_bytes = 4;
  Stream client = CreateStream(options);
  EXPECT_EQ(client.Write({1, 2, 3}, {}), 3u);
  EXPECT_EQ(client.Write({4, 5}, {}), 1u);
  EXPECT_EQ(client.max_write_bytes(), 3u);
  ASSERT_TRUE(client.PollWrite(base::Instant(Seconds(2))).has_value());
  EXPECT_EQ(client.max_write_bytes(), 1u);
  EXPECT_THAT(client.TakeWaits(), ElementsAre(Seconds(2)));
  EXPECT_EQ(client.Write({5, 6}, {}), 2u);
}

TEST(StreamTest, APlainStreamClosesOnceItsBufferIsEmpty) {
  Stream client = CreateStream(Plain(Role::kClient));
  client.Write({1}, {});
  client.Close({});
  EXPECT_FALSE(client.closed());
  EXPECT_EQ(client.Write({2}, {}), 0u);
  EXPECT_TRUE(client.PollWrite({}).has_value());
  EXPECT_TRUE(client.closed());
}

TEST(StreamTest, ADefendedStreamDrainsUnderItsMachinesThenCloses) {
  StreamPair pair(Defended(Role::kClient, BlocksFor(2e6)),
                  Defended(Role::kServer));
  pair.client().Write({1}, pair.now());
  pair.Run(Milliseconds(1));
  pair.client().Write({2}, pair.now());
  pair.client().Close(pair.now());
  EXPECT_EQ(pair.client().Write({3}, pair.now()), 0u);
  pair.Run(Seconds(1));
  EXPECT_FALSE(pair.client().closed());
  pair.Run(Seconds(1));
  EXPECT_TRUE(pair.client().closed());
  EXPECT_THAT(pair.server().readable(), ElementsAre(1, 2));
}

TEST(StreamTest, GivesUpWhatDoesNotDrainInTime) {
  StreamPair pair(Defended(Role::kClient, BlocksFor(1e9)),
                  Defended(Role::kServer));
  pair.client().Write({1}, pair.now());
  pair.Run(Milliseconds(1));
  pair.client().Write({2}, pair.now());
  pair.client().Close(pair.now());
  pair.Run(Seconds(5));  // The default close_limit.
  EXPECT_TRUE(pair.client().closed());
  EXPECT_THAT(pair.server().readable(), ElementsAre(1));
  EXPECT_EQ(pair.client().defender()->statistics().given_up, 1u);
}

TEST(StreamTest, AnOpeningStillToBeWrittenKeepsAStreamOpen) {
  Stream client = CreateStream(Defended(Role::kClient));
  client.Close({});
  EXPECT_FALSE(client.closed());
  EXPECT_EQ(PollAll(client).size(), 512u);
  EXPECT_TRUE(client.closed());
}

TEST(StreamTest, AServerClosedWhileUndecidedIgnoresWhatComes) {
  Stream client = CreateStream(Defended(Role::kClient));
  Stream server = CreateStream(Defended(Role::kServer));
  server.Close({});
  EXPECT_TRUE(server.closed());
  EXPECT_TRUE(server.HandleReceived(PollAll(client), {}).ok());
  EXPECT_EQ(server.mode(), Mode::kUndecided);
  EXPECT_TRUE(server.closed());
}

TEST(StreamTest, RefusesOptionsOutOfBounds) {
  const base::Random random = base::Random::FromSeed(1);
  Stream::Options options = Defended(Role::kServer);
  options.defense->cell_size = 63;
  EXPECT_EQ(Stream::Create(options, random, {}).status().message(),
            "cell_size is 63: it must be in 64..16384");
  options = Defended(Role::kServer);
  options.defense->defender.queue_packets = 0;
  EXPECT_EQ(Stream::Create(options, random, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
  options = Plain(Role::kClient);
  options.plain_buffer_bytes = 0;
  EXPECT_EQ(Stream::Create(options, random, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace shaper
