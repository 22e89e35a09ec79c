// Packets, defended, over a carrier that loses some: an unreliable link, and
// virtual time.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/testing/specs.h"
#include "sim/link.h"
#include "sim/scheduler.h"
#include "tunnel/shaper/packets.h"

namespace shaper {
namespace {

using maybenot::Event;
namespace specs = maybenot::specs;

constexpr std::size_t kCellSize = 512;

// Pads 3 ms after each cell, bypassing; blocks for 20 ms now and then.
maybenot::Machines PadsAndBlocks() {
  return specs::Compile(
      {specs::Spec(
           {specs::Idle().On(Event::kNormalSent, 1),
            specs::Pads(3'000, {.bypass = true}).On(Event::kTunnelSent, 1)}),
       specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                    specs::Blocks({.timeout_us = 50'000, .duration_us = 20'000},
                                  {.bypass = true})
                        .On(Event::kBlockingEnd, 1)})});
}

Packets CreatePackets(std::uint64_t seed) {
  Packets::Options options;
  options.machines = PadsAndBlocks();
  options.cell_size = kCellSize;
  options.peer_cell_size = kCellSize;
  options.max_packet_bytes = 400;
  absl::StatusOr<Packets> packets =
      Packets::Create(options, base::Random::FromSeed(seed), base::Instant{});
  BASE_CHECK(packets.ok());
  return *std::move(packets);
}

std::vector<std::uint8_t> PacketOf(std::uint32_t number) {
  std::vector<std::uint8_t> packet(100 + number % 300,
                                   static_cast<std::uint8_t>(number % 251));
  for (int i = 0; i < 4; ++i) {
    packet[static_cast<std::size_t>(i)] =
        static_cast<std::uint8_t>(number >> (8 * i));
  }
  return packet;
}

std::uint32_t NumberOf(const std::vector<std::uint8_t>& packet) {
  std::uint32_t number = 0;
  for (int i = 3; i >= 0; --i) {
    number = number << 8 | packet[static_cast<std::size_t>(i)];
  }
  return number;
}

// A sender and a receiver with a link between them; each write is a datagram.
class LossyCarrierTest : public ::testing::Test {
 protected:
  void Push(std::uint32_t number) {
    ASSERT_TRUE(sender_.Push(PacketOf(number), number, scheduler_.now()).ok());
    Pump();
  }

  void Pump() {
    if (stopped_) return;
    while (const std::optional<Packets::Write> write =
               sender_.PollWrite(scheduler_.now())) {
      if (write->tag) written_.insert(*write->tag);
      const sim::Link::Sent sent =
          link_.Send(write->bytes.size(), scheduler_.now());
      if (sent.outcome == sim::Link::Outcome::kLost) {
        if (write->tag) lost_.insert(*write->tag);
        lost_padding_ += write->tag ? 0 : 1;
        continue;
      }
      const std::vector<std::uint8_t> bytes(write->bytes.begin(),
                                            write->bytes.end());
      scheduler_.At(sent.arrival, [this, bytes] { Receive(bytes); });
    }
    if (timer_) scheduler_.Cancel(*timer_);
    timer_.reset();
    if (const auto due = sender_.NextDeadline()) {
      timer_ = scheduler_.At(*due, [this] {
        timer_.reset();
        sender_.HandleDeadline(scheduler_.now());
        Pump();
      });
    }
  }

  void Receive(const std::vector<std::uint8_t>& bytes) {
    ASSERT_TRUE(receiver_.HandleReceived(bytes, scheduler_.now()).ok());
    while (const auto packet = receiver_.PollReceived()) {
      const std::uint32_t number = NumberOf(*packet);
      EXPECT_EQ(*packet, PacketOf(number));
      EXPECT_TRUE(arrived_.insert(number).second) << number << " came twice";
    }
  }

  sim::Scheduler scheduler_;
  sim::Link link_{{.rate_bits_per_second = 50'000'000,
                   .delay = base::Milliseconds(20),
                   .loss = 0.05},
                  base::Random::FromSeed(3)};
  Packets sender_ = CreatePackets(1), receiver_ = CreatePackets(2);
  std::optional<sim::Scheduler::EventId> timer_;
  std::set<std::uint64_t> written_, lost_, arrived_;  // Packets.
  std::uint64_t lost_padding_ = 0;
  bool stopped_ = false;
};

TEST_F(LossyCarrierTest, WhatWasSentIsWhatArrivedAndWhatWasLost) {
  constexpr std::uint32_t kPackets = 2000;
  for (std::uint32_t i = 0; i < kPackets; ++i) {
    scheduler_.At(base::Instant{} + base::Milliseconds(5) * i,
                  [this, i] { Push(i); });
  }
  scheduler_.RunUntil(base::Instant{} + base::Seconds(12));
  stopped_ = true;  // What is on its way still arrives.
  scheduler_.RunUntil(base::Instant{} + base::Seconds(13));
  EXPECT_EQ(written_.size(), kPackets);
  EXPECT_EQ(arrived_.size() + lost_.size(), kPackets);
  for (const std::uint64_t number : lost_) {
    EXPECT_EQ(arrived_.count(number), 0u);
  }
  // Mean 100, standard deviation sqrt(2000 * 0.05 * 0.95) = 9.7: 5 of them.
  EXPECT_NEAR(static_cast<double>(lost_.size()), 100, 49);
  // Cells too, fill told from padding by counting.
  const CellCounts& sent = sender_.sent();
  const CellCounts& received = receiver_.received();
  EXPECT_EQ(sent.normal_cells, kPackets);
  EXPECT_EQ(received.normal_cells, arrived_.size());
  EXPECT_GT(sent.padding_cells, 1000u);
  EXPECT_EQ(received.padding_cells + lost_padding_, sent.padding_cells);
  EXPECT_GT(sender_.defender().statistics().blocked, base::Seconds(1));
}

}  // namespace
}  // namespace shaper
