#include "tunnel/session/session.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/testing/specs.h"
#include "tunnel/encapsulation/encapsulation.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/kcp/segment.h"
#include "tunnel/session/testing/download.h"
#include "tunnel/session/testing/world.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/packets.h"
#include "tunnel/smux/options.h"

namespace session {
namespace {

using base::Duration;
using base::Instant;
using base::Milliseconds;
using base::Seconds;
using testing::Download;
using ::testing::ElementsAre;
using testing::End;
using ::testing::HasSubstr;
using testing::World;

namespace specs = maybenot::specs;

constexpr std::size_t kMegabyte = 1'000'000;

bool Finish(World& world, Download& download, Duration limit) {
  return world.Run(limit, [&] { return download.Step(); });
}

std::uint64_t Resends(World& world, End end) {
  return world.at(end).conversation()->sender().counts().resends;
}

TEST(SessionTest, RefusesOptionsOutOfBounds) {
  const auto error_of = [](const Session::Options& options) {
    return std::string(Session::Create(options, {}).status().message());
  };
  EXPECT_EQ(error_of({.max_carriers = 0}),
            "max_carriers is 0: it must be in 1..64");
  EXPECT_THAT(error_of({.sender = {.window = 0}}), HasSubstr("sender.window"));
  EXPECT_THAT(error_of({.smux = {.max_frame_bytes = 0}}),
              HasSubstr("max_frame_bytes"));
}

TEST(SessionTest, HasSoManyCarriersAndNoMore) {
  Session session = Session::Create({.conv = 1, .max_carriers = 1}, {}).value();
  const base::Random random = base::Random::FromSeed(1);
  ASSERT_TRUE(session.AddCarrier(kcp::CarrierId{1}, {}, random, {}).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(
      session.AddCarrier(kcp::CarrierId{1}, {}, random, {})));
  EXPECT_TRUE(absl::IsResourceExhausted(
      session.AddCarrier(kcp::CarrierId{2}, {}, random, {})));
}

TEST(SessionTest, ACarrierOpensWithThePreambleAndTheFirstStream) {
  Session session = Session::Create({.conv = 1}, {}).value();
  const kcp::CarrierId id{1};
  ASSERT_TRUE(session
                  .AddCarrier(id, {.client_id = World::kClientId},
                              base::Random::FromSeed(1), {})
                  .ok());
  ASSERT_TRUE(session.streams().Open().ok());
  const auto preamble = session.PollWrite(id, {});
  ASSERT_TRUE(preamble.has_value());
  EXPECT_THAT(*preamble, ElementsAre(0x12, 0x93, 0x60, 0x5d, 0x27, 0x81, 0x75,
                                     0xf5, 1, 2, 3, 4, 5, 6, 7, 8));
  const auto first = session.PollWrite(id, {});
  ASSERT_TRUE(first.has_value());
  // SOURCE: spec/tunnel.md 2.1: A0, a KCP header, and smux's SYN of stream 3.
  ASSERT_EQ(first->size(), 33u);
  EXPECT_EQ(first->front(), 0xa0);
  EXPECT_THAT(first->subspan(25), ElementsAre(2, 0, 0, 0, 3, 0, 0, 0));
  EXPECT_EQ(session.PollWrite(id, {}), std::nullopt);
}

TEST(SessionTest, DownloadsWithoutAResend) {
  World world;
  world.Add();
  Download download(&world, 5 * kMegabyte);
  EXPECT_TRUE(Finish(world, download, Seconds(5)));
  EXPECT_EQ(Resends(world, End::kServer), 0u);
}

TEST(SessionTest, TwoCarriersCarryTwiceAsMuch) {
  World world;
  world.Add({.bytes_per_second = 1'000'000});
  world.Add({.bytes_per_second = 1'000'000});
  Download download(&world, 5 * kMegabyte);
  EXPECT_TRUE(Finish(world, download, Milliseconds(2800)));
}

TEST(SessionTest, IdleItAsksOnceInFifteenSeconds) {
  World world;
  const kcp::CarrierId carrier = world.Add();
  Download download(&world, 10);
  ASSERT_TRUE(Finish(world, download, Seconds(1)));
  world.Run(Seconds(60));
  const std::uint64_t before = world.BytesFrom(End::kClient, carrier);
  world.Run(Seconds(600));
  // Each 10 s a NOP in its packet, 33 bytes, and an answer to the server's, 25.
  EXPECT_LE(world.BytesFrom(End::kClient, carrier) - before, 60u * (33 + 25));
  EXPECT_TRUE(world.at(End::kClient).status().ok());
}

TEST(SessionTest, AResetCarrierCostsNoTime) {
  World world;
  const kcp::CarrierId first = world.Add({.bytes_per_second = 1'000'000});
  world.Add({.bytes_per_second = 1'000'000});
  Download download(&world, 3 * kMegabyte);
  EXPECT_FALSE(Finish(world, download, Milliseconds(800)));
  world.Reset(first);
  EXPECT_TRUE(Finish(world, download, Seconds(4)));
  EXPECT_LT(download.longest_gap(), Milliseconds(200));
}

TEST(SessionTest, ASilentCarrierIsNoticedWhileTheOtherAnswers) {
  World world;
  const kcp::CarrierId first = world.Add({.bytes_per_second = 1'000'000});
  const kcp::CarrierId second = world.Add({.bytes_per_second = 1'000'000});
  Download download(&world, 3 * kMegabyte);
  EXPECT_FALSE(Finish(world, download, Milliseconds(800)));
  world.Silence(first);
  EXPECT_TRUE(Finish(world, download, Seconds(5)));
  EXPECT_LT(download.longest_gap(), Seconds(1));
  EXPECT_TRUE(world.at(End::kServer).IsSilent(first));
  EXPECT_FALSE(world.at(End::kServer).IsSilent(second));
}

TEST(SessionTest, ACarrierThatCarriesOneWayOnlyIsNoticed) {
  for (const End lost : {End::kClient, End::kServer}) {
    World world;
    const kcp::CarrierId first = world.Add({.bytes_per_second = 1'000'000});
    world.Add({.bytes_per_second = 1'000'000});
    Download download(&world, 6 * kMegabyte);
    EXPECT_FALSE(Finish(world, download, Milliseconds(800)));
    world.Silence(first, lost);
    EXPECT_TRUE(Finish(world, download, Seconds(12)));
    EXPECT_LT(download.longest_gap(), Milliseconds(2500))
        << static_cast<int>(lost);
  }
}

TEST(SessionTest, TheClientNoticesThatItsOnlyCarrierIsSilent) {
  World world;
  const kcp::CarrierId first = world.Add({.bytes_per_second = 1'000'000});
  Download download(&world, 3 * kMegabyte);
  EXPECT_FALSE(Finish(world, download, Milliseconds(800)));
  world.Silence(first);
  const Instant silenced = world.now();
  EXPECT_TRUE(world.Run(Seconds(5), [&] {
    download.Step();
    return world.at(End::kClient).IsSilent(first);
  }));
  // A second of silence, a second for the answer, and two round trips.
  EXPECT_LT(world.now() - silenced, Milliseconds(2700));
  // The client leaves it and comes by another: nothing is lost.
  world.Abandon(End::kClient, first);
  world.Add({.bytes_per_second = 1'000'000});
  EXPECT_TRUE(Finish(world, download, Seconds(5)));
  EXPECT_LT(download.longest_gap(), Seconds(5));
}

TEST(SessionTest, ASlowCarrierIsNotSilent) {
  // 20 kB/s with 64 KiB before it: each byte takes three seconds.
  World world;
  const kcp::CarrierId slow = world.Add({.bytes_per_second = 20'000});
  Download download(&world, 200'000);
  EXPECT_TRUE(world.Run(Seconds(20), [&] {
    EXPECT_FALSE(world.at(End::kClient).IsSilent(slow));
    return download.Step();
  }));
  EXPECT_EQ(Resends(world, End::kServer), 0u);
}

TEST(SessionTest, FiveSecondsOfBlockingCauseNoResend) {
  shaper::Packets::Options blocking;
  blocking.machines = specs::Compile(
      {specs::Spec({specs::Idle().On(maybenot::Event::kNormalSent, 1),
                    specs::Blocks({.timeout_us = 20e3, .duration_us = 5e6})})});
  blocking.defender.queue_packets = 16;
  for (const End blocked : {End::kClient, End::kServer}) {
    World world;
    if (blocked == End::kClient) {
      world.Add({}, blocking, {});
    } else {
      world.Add({}, {}, blocking);
    }
    Download download(&world, kMegabyte);
    EXPECT_TRUE(Finish(world, download, Seconds(20)));
    EXPECT_GT(world.now(), Instant(Seconds(5)));
    EXPECT_EQ(Resends(world, End::kServer), 0u) << static_cast<int>(blocked);
    EXPECT_EQ(Resends(world, End::kClient), 0u) << static_cast<int>(blocked);
  }
}

TEST(SessionTest, PaddingIsASignOfLifeAndNotRead) {
  shaper::Packets::Options padding;
  padding.machines = specs::Compile(
      {specs::Spec({specs::Idle().On(maybenot::Event::kNormalSent, 1),
                    specs::Pads(2000).On(maybenot::Event::kPaddingSent, 1)})});
  World world;
  const kcp::CarrierId carrier = world.Add({}, {}, padding);
  Download download(&world, kMegabyte);
  EXPECT_TRUE(Finish(world, download, Seconds(20)));
  world.Run(Seconds(1));
  const shaper::CellCounts& received =
      world.at(End::kClient).packets(carrier).received();
  EXPECT_GT(received.padding_cells, 400u);  // One each 2 ms.
  EXPECT_GE(world.at(End::kClient).LastHeard(carrier),
            world.now() - Milliseconds(30));
}

TEST(SessionTest, AServerTakesUpOnlyWhatIsOpened) {
  // Packets of a conversation that was: sn 5, and an ACK.
  Session server =
      Session::Create({.smux = {.role = smux::Role::kServer}}, {}).value();
  const kcp::CarrierId id{1};
  ASSERT_TRUE(server.AddCarrier(id, {}, base::Random::FromSeed(1), {}).ok());
  std::vector<std::uint8_t> packet;
  kcp::AppendSegment({.conv = 9, .sn = 5}, packet);
  std::vector<std::uint8_t> chunk;
  encapsulation::AppendData(packet, chunk);
  ASSERT_TRUE(server.HandleReceived(id, chunk, {}).ok());
  EXPECT_FALSE(server.conversation().has_value());
  packet.clear();
  chunk.clear();
  kcp::AppendSegment({.conv = 9}, packet);
  encapsulation::AppendData(packet, chunk);
  ASSERT_TRUE(server.HandleReceived(id, chunk, {}).ok());
  ASSERT_TRUE(server.conversation().has_value());
  EXPECT_EQ(server.conversation()->conv(), 9u);
}

TEST(SessionTest, WhatIsNoEncapsulationIsAnErrorOfItsCarrier) {
  World world;
  const kcp::CarrierId id = world.Add();
  EXPECT_FALSE(world.at(End::kClient)
                   .HandleReceived(id, {0xff, 0xff, 0xff}, world.now())
                   .ok());
  EXPECT_TRUE(world.at(End::kClient).status().ok());
}

}  // namespace
}  // namespace session
