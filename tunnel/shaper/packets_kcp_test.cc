// A KCP-like sender behind packet mode: what it is asked for, when its clocks
// start, and what loss does.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/testing/specs.h"
#include "tunnel/shaper/packets.h"
#include "tunnel/shaper/testing/fake_kcp.h"

namespace shaper {
namespace {

using base::Milliseconds;
using base::Seconds;
using maybenot::Event;

namespace specs = maybenot::specs;

constexpr std::size_t kPacketBytes = 100;

// The KCP sender, two shapers and a carrier that takes `writes_a_tick` writes
// each millisecond and loses some of them whole.
struct Link {
  Link(Packets::Options options, std::size_t segments, double loss_rate)
      : kcp(segments, kPacketBytes),
        sender(Create(options)),
        receiver(Create({.peer_cell_size = options.cell_size})),
        loss(loss_rate) {}

  static Packets Create(Packets::Options options) {
    absl::StatusOr<Packets> packets = Packets::Create(
        std::move(options), base::Random::FromSeed(1), base::Instant{});
    BASE_CHECK(packets.ok());
    return *std::move(packets);
  }

  void Tick() {
    int room = writes_a_tick;
    while (true) {
      kcp.PushInto(sender, now);
      room -= Write(room);
      const std::optional<base::Instant> deadline = sender.NextDeadline();
      if (!deadline || *deadline > now) break;
      sender.HandleDeadline(now);
    }
    while (const auto packet = receiver.PollReceived()) {
      const std::uint64_t segment = FakeKcp::SegmentOf(*packet);
      BASE_CHECK(*packet == kcp.PacketOf(segment));
      arrived.push_back(segment);
      kcp.Acknowledge(segment);
    }
    kcp.HandleTime(now);
  }

  // How many of at most `room` writes there were.
  int Write(int room) {
    int writes = 0;
    for (; writes < room; ++writes) {
      const std::optional<Packets::Write> write = sender.PollWrite(now);
      if (!write) break;
      if (write->tag) kcp.HandleWritten(*write->tag, now);
      if (base::UnitDouble(random) < loss) {
        if (write->tag) lost.insert(*write->tag);
        continue;
      }
      BASE_CHECK(receiver.HandleReceived(write->bytes, now).ok());
    }
    return writes;
  }

  void Run(base::Duration length) {
    for (const base::Instant end = now + length; now < end;
         now += Milliseconds(1)) {
      Tick();
    }
  }

  int writes_a_tick = 10;
  FakeKcp kcp;
  Packets sender;
  Packets receiver;
  double loss;
  base::Random random = base::Random::FromSeed(7);
  base::Instant now{};
  std::set<std::uint64_t> lost;
  std::vector<std::uint64_t> arrived;
};

// Blocks once for 5 s, at once, from the first normal packet on.
Packets::Options BlocksForFiveSeconds() {
  Packets::Options options;
  options.machines = specs::Compile(
      {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                    specs::Blocks({.timeout_us = 0, .duration_us = 5e6})})});
  options.defender.queue_packets = 16;
  return options;
}

TEST(PacketsKcpTest, IsPulledOnlyWhileThereIsRoom) {
  Link link(BlocksForFiveSeconds(), 100, 0);
  link.Run(Seconds(1));
  // At 0, 16 are pulled and the carrier takes 10 of them; then blocking begins,
  // and the queue fills up to 16 again.
  EXPECT_EQ(link.kcp.written().size(), 10u);
  EXPECT_EQ(link.kcp.pushed(), 26u);
  EXPECT_EQ(link.sender.Room(), 0u);
}

TEST(PacketsKcpTest, FiveSecondsOfBlockingCauseNoResend) {
  Link link(BlocksForFiveSeconds(), 100, 0);
  link.Run(Seconds(10));
  EXPECT_EQ(link.arrived.size(), 100u);
  EXPECT_EQ(link.kcp.resends(), 0u);
  std::size_t after_blocking = 0;
  for (const auto& [segment, at] : link.kcp.written()) {
    EXPECT_TRUE(at == base::Instant{} || at >= base::Instant(Seconds(5)))
        << segment << " at " << base::ToSeconds(at.time_since_epoch());
    after_blocking += at >= base::Instant(Seconds(5));
  }
  EXPECT_EQ(after_blocking, 90u);
}

TEST(PacketsKcpTest, AClockThatStartedAtThePushWouldHaveResent) {
  // The same double, told of the write when it is pushed: the test above can
  // fail.
  FakeKcp kcp(1, kPacketBytes);
  Packets sender = Link::Create(BlocksForFiveSeconds());
  kcp.PushInto(sender, {});
  kcp.HandleWritten(0, {});
  kcp.HandleTime(base::Instant(Seconds(5)));
  EXPECT_EQ(kcp.resends(), 1u);
}

TEST(PacketsKcpTest, ALostWriteLosesItsPacketAndNothingElse) {
  for (const std::size_t cell_size : {0u, 128u}) {
    Packets::Options options;
    options.cell_size = cell_size;
    options.max_packet_bytes = kPacketBytes;
    // A padding packet 2 ms after each normal one, or after the last of them.
    options.machines = specs::Compile(
        {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                      specs::Pads(2000).On(Event::kPaddingSent, 0)})});
    Link link(options, 2000, 0.05);
    link.writes_a_tick = 2;
    link.Run(Seconds(3));
    EXPECT_EQ(link.kcp.written().size(), 2000u);
    // 2000 * 0.05 = 100, standard deviation 10.
    EXPECT_GT(link.lost.size(), 60u);
    EXPECT_LT(link.lost.size(), 140u);
    std::vector<std::uint64_t> expected;
    for (std::uint64_t segment = 0; segment < 2000; ++segment) {
      if (!link.lost.contains(segment)) expected.push_back(segment);
    }
    EXPECT_EQ(link.arrived, expected);
    EXPECT_GT(link.receiver.received().padding_cells, 0u);
  }
}

}  // namespace
}  // namespace shaper
