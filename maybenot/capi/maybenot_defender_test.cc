// The Defender behind the C ABI. What it does is DefenderTest's; here is what
// the ABI makes of it.

#include <cstdint>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "maybenot/capi/maybenot_ext.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

constexpr std::uint64_t kMicrosecond = 1000;

struct Stop {
  void operator()(MaybenotDefender* defender) const {
    maybenot_defender_stop(defender);
  }
};
using Handle = std::unique_ptr<MaybenotDefender, Stop>;

std::string Text(MachineSpec spec) {
  return Machine::Create(spec)->Serialize().value();
}

// Pads 20 us after the first packet.
std::string PadsOnce() {
  return Text(
      specs::Spec({specs::Idle().On(Event::kNormalSent, 1), specs::Pads(20)}));
}

// Blocks for 30 us, 10 us after the first packet.
std::string BlocksOnce() {
  return Text(specs::Spec(
      {specs::Idle().On(Event::kNormalSent, 1), specs::Blocks({10, 30})}));
}

MaybenotDefenderOptions Defaults() {
  return MaybenotDefenderOptions MAYBENOT_DEFENDER_OPTIONS_INIT;
}

Handle Start(const std::string& machines,
             const MaybenotDefenderOptions& options = Defaults()) {
  MaybenotDefender* defender = nullptr;
  EXPECT_EQ(maybenot_defender_start(machines.c_str(), &options, 0, &defender),
            MaybenotResult_Ok)
      << maybenot_error_text();
  return Handle(defender);
}

MaybenotPacket Poll(const Handle& defender, std::uint64_t now) {
  MaybenotPacket packet;
  EXPECT_EQ(maybenot_defender_poll_packet(defender.get(), now, &packet),
            MaybenotResult_Ok);
  return packet;
}

MaybenotDefenderStatistics Statistics(const Handle& defender) {
  MaybenotDefenderStatistics statistics;
  EXPECT_EQ(maybenot_defender_statistics(defender.get(), &statistics,
                                         sizeof(statistics)),
            MaybenotResult_Ok);
  return statistics;
}

TEST(MaybenotDefenderCTest, GivesNormalPacketsAndThePaddingThatIsDue) {
  MaybenotDefenderOptions options = Defaults();
  options.padding_bytes = 512;
  const Handle defender = Start(PadsOnce(), options);
  EXPECT_EQ(maybenot_defender_next_deadline(defender.get()), MAYBENOT_NEVER);
  EXPECT_EQ(maybenot_defender_enqueue(defender.get(), 100, 0),
            MaybenotResult_Ok);
  const MaybenotPacket normal = Poll(defender, 0);
  EXPECT_EQ(normal.kind, std::uint32_t{MaybenotPacketKind_Normal});
  EXPECT_EQ(normal.bytes, 100u);
  EXPECT_EQ(Poll(defender, 0).kind, std::uint32_t{MaybenotPacketKind_None});

  const std::uint64_t due = 20 * kMicrosecond;
  EXPECT_EQ(maybenot_defender_next_deadline(defender.get()), due);
  EXPECT_EQ(maybenot_defender_handle_deadline(defender.get(), due),
            MaybenotResult_Ok);
  const MaybenotPacket padding = Poll(defender, due);
  EXPECT_EQ(padding.kind, std::uint32_t{MaybenotPacketKind_Padding});
  EXPECT_EQ(padding.bytes, 512u);
  EXPECT_EQ(Statistics(defender).normal_bytes_sent, 100u);
  EXPECT_EQ(Statistics(defender).padding_bytes_sent, 512u);
}

TEST(MaybenotDefenderCTest, HoldsPacketsWhileBlockedAndSaysHowLong) {
  const Handle defender = Start(BlocksOnce());
  maybenot_defender_enqueue(defender.get(), 1, 0);
  Poll(defender, 0);
  maybenot_defender_handle_deadline(defender.get(), 10 * kMicrosecond);
  maybenot_defender_enqueue(defender.get(), 2, 15 * kMicrosecond);
  EXPECT_EQ(Poll(defender, 15 * kMicrosecond).kind,
            std::uint32_t{MaybenotPacketKind_None});
  EXPECT_EQ(maybenot_defender_next_deadline(defender.get()), 40 * kMicrosecond);
  maybenot_defender_handle_deadline(defender.get(), 40 * kMicrosecond);
  const MaybenotPacket packet = Poll(defender, 40 * kMicrosecond);
  EXPECT_EQ(packet.bytes, 2u);
  EXPECT_EQ(packet.waited_ns, 25 * kMicrosecond);
  EXPECT_EQ(Statistics(defender).blocked_ns, 30 * kMicrosecond);
  EXPECT_EQ(Statistics(defender).normal_waited_max_ns, 25 * kMicrosecond);
}

TEST(MaybenotDefenderCTest, AFullQueueRefuses) {
  MaybenotDefenderOptions options = Defaults();
  options.queue_packets = 2;
  const Handle defender = Start("", options);
  EXPECT_EQ(maybenot_defender_room(defender.get()), 2u);
  EXPECT_EQ(maybenot_defender_enqueue(defender.get(), 1, 0), MaybenotResult_Ok);
  EXPECT_EQ(maybenot_defender_enqueue(defender.get(), 1, 0), MaybenotResult_Ok);
  EXPECT_EQ(maybenot_defender_room(defender.get()), 0u);
  EXPECT_EQ(maybenot_defender_enqueue(defender.get(), 1, 0),
            MaybenotResult_QueueFull);
  EXPECT_EQ(Statistics(defender).refused, 1u);
}

TEST(MaybenotDefenderCTest, ClosesOnceItsQueueIsEmpty) {
  const Handle defender = Start("");
  maybenot_defender_enqueue(defender.get(), 1, 0);
  EXPECT_EQ(maybenot_defender_close(defender.get(), 0), MaybenotResult_Ok);
  EXPECT_FALSE(maybenot_defender_closed(defender.get()));
  EXPECT_EQ(maybenot_defender_enqueue(defender.get(), 1, 0),
            MaybenotResult_QueueFull);
  Poll(defender, 0);
  EXPECT_TRUE(maybenot_defender_closed(defender.get()));
}

TEST(MaybenotDefenderCTest, OptionsReachTheDefender) {
  MaybenotDefenderOptions options = Defaults();
  options.restart = MaybenotRestart_WhenEnded;
  options.close_limit_ns = 7 * kMicrosecond;
  const Handle defender = Start(
      Text(specs::Spec({specs::Idle().On(Event::kNormalSent, kStateEnd)})),
      options);
  maybenot_defender_enqueue(defender.get(), 1, 0);
  EXPECT_TRUE(maybenot_defender_all_machines_ended(defender.get()));
  maybenot_defender_enqueue(defender.get(), 1, 0);
  EXPECT_EQ(Statistics(defender).restarts, 1u);
  maybenot_defender_close(defender.get(), 0);
  EXPECT_EQ(maybenot_defender_next_deadline(defender.get()), 7 * kMicrosecond);
}

TEST(MaybenotDefenderCTest, WhatFillsTheQueueEndsBlockingIfAskedTo) {
  MaybenotDefenderOptions options = Defaults();
  options.on_full = MaybenotOnFull_EndBlocking;
  options.queue_packets = 1;
  const Handle defender =
      Start(Text(specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                              specs::Blocks({10, 1000}, {.bypass = true})})),
            options);
  maybenot_defender_enqueue(defender.get(), 1, 0);
  Poll(defender, 0);
  maybenot_defender_handle_deadline(defender.get(), 10 * kMicrosecond);
  maybenot_defender_enqueue(defender.get(), 2, 20 * kMicrosecond);
  EXPECT_EQ(Poll(defender, 20 * kMicrosecond).bytes, 2u);
  EXPECT_EQ(Statistics(defender).blocking_ended_by_full_queue, 1u);
}

TEST(MaybenotDefenderCTest, TakesPacketsOfTwoKinds) {
  const Handle defender = Start("");
  EXPECT_EQ(maybenot_defender_received(defender.get(),
                                       MaybenotPacketKind_Normal, 10, 0),
            MaybenotResult_Ok);
  EXPECT_EQ(maybenot_defender_received(defender.get(),
                                       MaybenotPacketKind_Padding, 20, 0),
            MaybenotResult_Ok);
  for (const std::uint32_t kind : {0u, 3u}) {
    EXPECT_EQ(maybenot_defender_received(defender.get(), kind, 20, 0),
              MaybenotResult_InvalidArgument);
  }
  EXPECT_EQ(Statistics(defender).normal_bytes_received, 10u);
  EXPECT_EQ(Statistics(defender).padding_packets_received, 1u);
}

TEST(MaybenotDefenderCTest, OptionsAreChecked) {
  const auto start = [](const MaybenotDefenderOptions& options) {
    MaybenotDefender* defender = nullptr;
    const MaybenotResult result =
        maybenot_defender_start("", &options, 0, &defender);
    EXPECT_EQ(defender, nullptr);
    return result;
  };
  MaybenotDefenderOptions options = Defaults();
  options.queue_packets = 0;
  EXPECT_EQ(start(options), MaybenotResult_InvalidArgument);
  options = Defaults();
  options.restart = 2;
  EXPECT_EQ(start(options), MaybenotResult_InvalidArgument);
  EXPECT_STREQ(maybenot_error_text(), "restart is 2: must be 0 or 1");
  options = Defaults();
  options.struct_size = 8;
  EXPECT_EQ(start(options), MaybenotResult_InvalidArgument);
  options = Defaults();
  options.max_blocking_frac = 2;
  EXPECT_EQ(start(options), MaybenotResult_StartFramework);
}

TEST(MaybenotDefenderCTest, NullIsAnErrorOrNothing) {
  MaybenotPacket packet = {MaybenotPacketKind_Normal, 9, 9};
  EXPECT_EQ(maybenot_defender_poll_packet(nullptr, 0, &packet),
            MaybenotResult_NullPointer);
  EXPECT_EQ(packet.kind, std::uint32_t{MaybenotPacketKind_None});
  const Handle defender = Start("");
  EXPECT_EQ(maybenot_defender_poll_packet(defender.get(), 0, nullptr),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_defender_statistics(defender.get(), nullptr, 0),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_defender_start("", nullptr, 0, nullptr),
            MaybenotResult_NullPointer);
  MaybenotDefender* out = nullptr;
  EXPECT_EQ(maybenot_defender_start(nullptr, nullptr, 0, &out),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_defender_enqueue(nullptr, 1, 0),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_defender_received(nullptr, 1, 1, 0),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_defender_handle_deadline(nullptr, 0),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_defender_close(nullptr, 0), MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_defender_statistics(nullptr, nullptr, 0),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_defender_next_deadline(nullptr), MAYBENOT_NEVER);
  EXPECT_EQ(maybenot_defender_room(nullptr), 0u);
  EXPECT_TRUE(maybenot_defender_closed(nullptr));
  EXPECT_TRUE(maybenot_defender_all_machines_ended(nullptr));
  maybenot_defender_stop(nullptr);
}

}  // namespace
}  // namespace maybenot
