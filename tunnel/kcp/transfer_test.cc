// Whole transfers between two conversations over carriers that misbehave.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/kcp/conversation.h"
#include "tunnel/kcp/testing/network.h"

namespace kcp {
namespace {

using base::Duration;
using base::Instant;
using base::Milliseconds;
using base::Seconds;
using testing::Network;
using End = testing::Network::End;
using Bytes = std::vector<std::uint8_t>;

constexpr CarrierId kFirst{1};
constexpr CarrierId kSecond{2};

Bytes Content(std::size_t size) {
  base::Random random = base::Random::FromSeed(size);
  Bytes content(size);
  for (std::uint8_t& byte : content) {
    byte = static_cast<std::uint8_t>(random.NextU32());
  }
  return content;
}

TEST(TransferTest, ArrivesWholeWithoutAResend) {
  Network network;
  network.Add(kFirst, {});
  const Bytes content = Content(3'000'000);
  EXPECT_TRUE(network.Transfer(content, Seconds(10)) == content);
  EXPECT_EQ(network.at(End::kA).sender().counts().resends, 0u);
  // 20 ms and back, and the answer's wait for company, at most 10 ms. It takes
  // three round trips: 32 segments, then the window of 4,096 is known.
  EXPECT_LT(network.now(), Instant(Milliseconds(200)));
}

TEST(TransferTest, OnceDoneItIsIdle) {
  Network network;
  network.Add(kFirst, {});
  network.Transfer(Content(100'000), Seconds(10));
  network.Run(Seconds(5));
  for (const End end : {End::kA, End::kB}) {
    EXPECT_EQ(network.at(end).NextDeadline(), std::nullopt);
  }
}

TEST(TransferTest, APeerThatDropsEveryHundredthPacketCostsLittle) {
  Network network;
  network.Add(kFirst, {});
  network.Drop(End::kB, [](std::size_t count) { return count % 100 == 99; });
  const Bytes content = Content(2'000'000);
  EXPECT_TRUE(network.Transfer(content, Seconds(20)) == content);
  // 1,454 segments, of which 14 are dropped, and what is sent again, too.
  const Sender::Counts& counts = network.at(End::kA).sender().counts();
  EXPECT_EQ(counts.resends, 14u);
  EXPECT_EQ(counts.overtaken, 14u);
  // Each shows after a round trip: no timer of a second has run.
  EXPECT_LT(network.now(), Instant(Milliseconds(500)));
}

TEST(TransferTest, TheLastPacketDroppedIsAskedForAndSentAgain) {
  Network network;
  network.Add(kFirst, {});
  const Bytes content = Content(5 * 1376);
  network.Drop(End::kB,
               [](std::size_t count) { return count >= 3 && count < 5; });
  EXPECT_TRUE(network.Transfer(content, Seconds(20)) == content);
  EXPECT_EQ(network.at(End::kA).sender().counts().resends, 2u);
  // A second, then WASK and WINS, 40 ms, then the segments and their answer.
  EXPECT_LT(network.now(), Instant(Milliseconds(1100)));
}

TEST(TransferTest, ADroppedQuestionIsAskedAgain) {
  Network network;
  network.Add(kFirst, {});
  const Bytes content = Content(5 * 1376);
  // The fifth segment, and two questions.
  network.Drop(End::kB,
               [](std::size_t count) { return count >= 4 && count < 7; });
  EXPECT_TRUE(network.Transfer(content, Seconds(20)) == content);
  EXPECT_EQ(network.at(End::kA).sender().counts().resends, 1u);
  EXPECT_LT(network.now(), Instant(Milliseconds(3100)));
}

TEST(TransferTest, FiveSecondsOfBlockingAtEitherEndCauseNoResend) {
  for (const End blocked : {End::kA, End::kB}) {
    Network network;
    network.Add(kFirst, {});
    network.Block(blocked, Instant(Seconds(5)));
    const Bytes content = Content(1'000'000);
    EXPECT_TRUE(network.Transfer(content, Seconds(20)) == content);
    EXPECT_GT(network.now(), Instant(Seconds(5)));
    EXPECT_EQ(network.at(End::kA).sender().counts().resends, 0u)
        << static_cast<int>(blocked);
  }
}

TEST(TransferTest, AStalledButLiveCarrierCausesNoResend) {
  // 50 kB/s with 4 MiB waiting: each byte takes longer than the timer.
  Network network;
  network.Add(kFirst, {.delay = Milliseconds(2500)});
  const Bytes content = Content(200'000);
  EXPECT_TRUE(network.Transfer(content, Seconds(60)) == content);
  EXPECT_EQ(network.at(End::kA).sender().counts().resends, 0u);
}

TEST(TransferTest, FastCarriersCarryMore) {
  Network network;
  network.Add(kFirst, {.bytes_per_second = 1'000'000});
  network.Add(kSecond, {.bytes_per_second = 3'000'000});
  const Bytes content = Content(8'000'000);
  EXPECT_TRUE(network.Transfer(content, Seconds(10)) == content);
  // 8 MB at 4 MB/s, less than 100 ms for the first round trips and the end.
  EXPECT_LT(network.now(), Instant(Milliseconds(2250)));
}

TEST(TransferTest, CarriersOfUnequalDelayCauseFewResends) {
  Network network;
  network.Add(kFirst,
              {.delay = Milliseconds(10), .bytes_per_second = 1'000'000});
  network.Add(kSecond,
              {.delay = Milliseconds(150), .bytes_per_second = 1'000'000});
  const Bytes content = Content(4'000'000);
  EXPECT_TRUE(network.Transfer(content, Seconds(10)) == content);
  const Sender::Counts& counts = network.at(End::kA).sender().counts();
  EXPECT_LT(counts.resends, counts.segments / 50);
}

TEST(TransferTest, ARemovedCarriersPacketsGoElsewhereAtOnce) {
  Network network;
  network.Add(kFirst, {.delay = Milliseconds(50)});
  network.Add(kSecond, {.delay = Milliseconds(50)});
  const Bytes content = Content(40'000);
  network.at(End::kA).Write(content, network.now());
  network.Run(Milliseconds(10));
  network.Remove(kFirst);
  Bytes read;
  EXPECT_TRUE(network.Run(Milliseconds(60), [&] {
    Network::ReadAll(network.at(End::kB), read);
    return read.size() == content.size();
  }));
  EXPECT_EQ(read, content);
}

TEST(TransferTest, ASilentCarrierGivenUpLosesNothing) {
  Network network;
  network.Add(kFirst, {.bytes_per_second = 1'000'000});
  network.Add(kSecond, {.bytes_per_second = 1'000'000});
  const Bytes content = Content(1'000'000);
  network.at(End::kA).Write(content, network.now());
  network.Run(Milliseconds(100));
  network.Silence(kFirst);
  network.Run(Milliseconds(100));
  network.Remove(kFirst);
  Bytes read;
  // What is left of 1 MB, at 1 MB/s, without the wait of a timer.
  EXPECT_TRUE(network.Run(Milliseconds(1050), [&] {
    Network::ReadAll(network.at(End::kB), read);
    return read.size() == content.size();
  }));
  EXPECT_TRUE(read == content);
  EXPECT_EQ(network.at(End::kA).sender().counts().timed_out, 0u);
}

TEST(TransferTest, UnreliableCarriersAreTimedByTheirRoundTrip) {
  Network network;
  network.Add(kFirst, {.loss = 0.1, .options = {.reliable = false}});
  const Bytes content = Content(1'000'000);
  EXPECT_TRUE(network.Transfer(content, Seconds(30)) == content);
  EXPECT_LT(network.now(), Instant(Seconds(2)));
}

TEST(TransferTest, CongestionControlHoldsBackAfterLoss) {
  const auto time_with = [](bool congestion_control) {
    Network network(
        {.conv = 7, .sender = {.congestion_control = congestion_control}});
    network.Add(kFirst, {.loss = 0.02, .options = {.reliable = false}});
    const Bytes content = Content(300'000);
    EXPECT_TRUE(network.Transfer(content, Seconds(60)) == content);
    return network.now();
  };
  EXPECT_GT(time_with(true), time_with(false));
}

// Any mixture of carriers that lose, repeat, reorder, die and come again.
TEST(TransferTest, EveryByteArrivesOnceAndInOrder) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random = base::Random::FromSeed(seed);
    const auto up_to = [&random](std::uint64_t most) {
      return static_cast<std::int64_t>(random.NextU64() % (most + 1));
    };
    Network network({.conv = 7}, seed);
    std::uint32_t next_id = 1;
    std::vector<CarrierId> live;
    const auto add = [&] {
      const bool reliable = up_to(1) == 0;
      const CarrierId id{next_id++};
      network.Add(id,
                  {.delay = Milliseconds(1 + up_to(200)),
                   .jitter = Milliseconds(up_to(50)),
                   .loss = reliable ? 0 : 0.01 * static_cast<double>(up_to(20)),
                   .repeat = 0.01 * static_cast<double>(up_to(5)),
                   .reorders = !reliable,
                   .bytes_per_second = 100'000 + up_to(5'000'000),
                   .options = {.max_packet_bytes =
                                   static_cast<std::size_t>(200 + up_to(1200)),
                               .reliable = reliable}});
      live.push_back(id);
    };
    add();
    const Bytes content = Content(static_cast<std::size_t>(up_to(80'000)));
    Bytes read;
    absl::Span<const std::uint8_t> left = content;
    Instant next_change = network.now() + Milliseconds(up_to(500));
    const bool done = network.Run(Seconds(600), [&] {
      left.remove_prefix(network.at(End::kA).Write(
          left.first(std::min<std::size_t>(
              left.size(), static_cast<std::size_t>(up_to(5000)))),
          network.now()));
      Network::ReadAll(network.at(End::kB), read);
      if (network.now() >= next_change) {
        next_change = network.now() + Milliseconds(up_to(2000));
        if (live.size() > 1 && up_to(1) == 0) {
          network.Remove(live.front());
          live.erase(live.begin());
        } else if (live.size() < 5) {
          add();
        }
      }
      return left.empty() && network.at(End::kA).unacknowledged_bytes() == 0;
    });
    EXPECT_TRUE(done);
    EXPECT_TRUE(read == content);
  }
}

}  // namespace
}  // namespace kcp
