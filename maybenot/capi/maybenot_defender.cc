// The Defender behind the C ABI: the part of maybenot_ext.h that begins with
// maybenot_defender.

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "maybenot/capi/convert.h"
#include "maybenot/capi/guard.h"
#include "maybenot/capi/machine_list.h"
#include "maybenot/capi/maybenot_ext.h"
#include "maybenot/capi/randomness.h"
#include "maybenot/capi/structs.h"
#include "maybenot/defender.h"
#include "maybenot/machine.h"
#include "maybenot/packet_queue.h"

using maybenot::Defender;
using maybenot::PacketKind;
using maybenot::capi::Fail;
using maybenot::capi::FailNull;
using maybenot::capi::Guarded;
using maybenot::capi::GuardedOn;
using maybenot::capi::InstantOf;
using maybenot::capi::Nanoseconds;
using maybenot::capi::Randomness;

struct MaybenotDefender {
  Randomness randomness;  // `defender` draws from it.
  Defender defender;
  // Not Ok: a call was torn by an exception.
  MaybenotResult broken = MaybenotResult_Ok;
};

namespace {

MaybenotResult CheckChoice(absl::string_view name, std::uint32_t value) {
  if (value <= 1) return MaybenotResult_Ok;
  return Fail(MaybenotResult_InvalidArgument,
              absl::StrCat(name, " is ", value, ": must be 0 or 1"));
}

MaybenotResult ReadOptions(const MaybenotDefenderOptions& given,
                           Defender::Options& options) {
  for (const auto& [name, value] :
       {std::pair<absl::string_view, std::uint32_t>("on_full", given.on_full),
        {"restart", given.restart},
        {"timer_begin", given.timer_begin}}) {
    const MaybenotResult checked = CheckChoice(name, value);
    if (checked != MaybenotResult_Ok) return checked;
  }
  options.limits = {.max_padding_frac = given.max_padding_frac,
                    .max_blocking_frac = given.max_blocking_frac};
  options.queue_packets = given.queue_packets;
  options.on_full = given.on_full == MaybenotOnFull_EndBlocking
                        ? Defender::OnFull::kEndBlocking
                        : Defender::OnFull::kRefuse;
  options.restart = given.restart == MaybenotRestart_WhenEnded
                        ? Defender::Restart::kWhenEnded
                        : Defender::Restart::kNever;
  options.timer_begin = given.timer_begin == MaybenotTimerBegin_Always
                            ? Defender::TimerBegin::kAlways
                            : Defender::TimerBegin::kWhenChanged;
  options.close_limit = maybenot::capi::DurationOf(given.close_limit_ns);
  options.padding_bytes = given.padding_bytes;
  return MaybenotResult_Ok;
}

MaybenotResult Start(const char* machines_str,
                     const MaybenotDefenderOptions& given, base::Instant now,
                     MaybenotDefender** out) {
  Defender::Options options;
  const MaybenotResult read = ReadOptions(given, options);
  if (read != MaybenotResult_Ok) return read;
  maybenot::Machines machines;
  const MaybenotResult parsed =
      maybenot::capi::ParseMachineList(machines_str, machines);
  if (parsed != MaybenotResult_Ok) return parsed;
  Randomness randomness(given.seeded != 0
                            ? std::optional<std::uint64_t>(given.seed)
                            : std::nullopt);
  absl::StatusOr<Defender> defender = Defender::Create(
      std::move(machines), options, randomness.Generator(), now);
  if (!defender.ok()) {
    const MaybenotResult result =
        given.queue_packets == 0
            ? MaybenotResult{MaybenotResult_InvalidArgument}
            : MaybenotResult{MaybenotResult_StartFramework};
    return Fail(result, defender.status().message());
  }
  *out = new MaybenotDefender{.randomness = std::move(randomness),
                              .defender = *std::move(defender)};
  return MaybenotResult_Ok;
}

MaybenotPacket ToC(const Defender::Packet& packet) {
  MaybenotPacket out = {};
  out.kind = packet.kind == PacketKind::kNormal ? MaybenotPacketKind_Normal
                                                : MaybenotPacketKind_Padding;
  out.bytes = packet.bytes;
  out.waited_ns = Nanoseconds(packet.waited);
  return out;
}

MaybenotDefenderStatistics ToC(const Defender::Statistics& statistics) {
  MaybenotDefenderStatistics out = {};
  out.normal_packets_sent = statistics.normal_sent.packets;
  out.normal_bytes_sent = statistics.normal_sent.bytes;
  out.padding_packets_sent = statistics.padding_sent.packets;
  out.padding_bytes_sent = statistics.padding_sent.bytes;
  out.normal_packets_received = statistics.normal_received.packets;
  out.normal_bytes_received = statistics.normal_received.bytes;
  out.padding_packets_received = statistics.padding_received.packets;
  out.padding_bytes_received = statistics.padding_received.bytes;
  out.blocked_ns = Nanoseconds(statistics.blocked);
  out.normal_waited_ns = Nanoseconds(statistics.normal_waited);
  out.normal_waited_max_ns = Nanoseconds(statistics.normal_waited_max);
  out.refused = statistics.refused;
  out.padding_dropped = statistics.padding_dropped;
  out.padding_replaced = statistics.padding_replaced;
  out.blocking_ended_by_full_queue = statistics.blocking_ended_by_full_queue;
  out.stalled = statistics.stalled;
  out.restarts = statistics.restarts;
  out.given_up = statistics.given_up;
  return out;
}

}  // namespace

extern "C" {

MaybenotResult maybenot_defender_start(const char* machines_str,
                                       const MaybenotDefenderOptions* options,
                                       uint64_t now_ns,
                                       MaybenotDefender** out) {
  if (out == nullptr) return FailNull("out");
  if (machines_str == nullptr) return FailNull("machines_str");
  const MaybenotDefenderOptions defaults = MAYBENOT_DEFENDER_OPTIONS_INIT;
  if (options == nullptr) options = &defaults;
  if (!maybenot::capi::IsReadable(*options)) {
    return Fail(MaybenotResult_InvalidArgument,
                "options.struct_size is not set by "
                "MAYBENOT_DEFENDER_OPTIONS_INIT, or options of a later "
                "version are set");
  }
  return Guarded(
      [&] { return Start(machines_str, *options, InstantOf(now_ns), out); });
}

void maybenot_defender_stop(MaybenotDefender* defender) { delete defender; }

MaybenotResult maybenot_defender_enqueue(MaybenotDefender* defender,
                                         uint32_t bytes, uint64_t now_ns) {
  if (defender == nullptr) return FailNull("defender");
  return GuardedOn(*defender, [&]() -> MaybenotResult {
    if (defender->defender.Enqueue(bytes, InstantOf(now_ns))) {
      return MaybenotResult_Ok;
    }
    return Fail(MaybenotResult_QueueFull,
                "the queue is full, or the Defender was closed");
  });
}

size_t maybenot_defender_room(const MaybenotDefender* defender) {
  return defender == nullptr ? 0 : defender->defender.Room();
}

MaybenotResult maybenot_defender_received(MaybenotDefender* defender,
                                          MaybenotPacketKind kind,
                                          uint32_t bytes, uint64_t now_ns) {
  if (defender == nullptr) return FailNull("defender");
  return GuardedOn(*defender, [&]() -> MaybenotResult {
    if (kind != MaybenotPacketKind_Normal &&
        kind != MaybenotPacketKind_Padding) {
      return Fail(MaybenotResult_InvalidArgument,
                  absl::StrCat("kind is ", kind, ": must be 1 or 2"));
    }
    defender->defender.HandleReceived(kind == MaybenotPacketKind_Normal
                                          ? PacketKind::kNormal
                                          : PacketKind::kPadding,
                                      bytes, InstantOf(now_ns));
    return MaybenotResult_Ok;
  });
}

MaybenotResult maybenot_defender_poll_packet(MaybenotDefender* defender,
                                             uint64_t now_ns,
                                             MaybenotPacket* out) {
  if (out == nullptr) return FailNull("out");
  *out = MaybenotPacket{};
  if (defender == nullptr) return FailNull("defender");
  return GuardedOn(*defender, [&] {
    const std::optional<Defender::Packet> packet =
        defender->defender.PollPacket(InstantOf(now_ns));
    if (packet.has_value()) *out = ToC(*packet);
    return MaybenotResult_Ok;
  });
}

uint64_t maybenot_defender_next_deadline(const MaybenotDefender* defender) {
  if (defender == nullptr || defender->broken != MaybenotResult_Ok) {
    return MAYBENOT_NEVER;
  }
  const std::optional<base::Instant> deadline =
      defender->defender.NextDeadline();
  return deadline.has_value() ? Nanoseconds(deadline->time_since_epoch())
                              : MAYBENOT_NEVER;
}

MaybenotResult maybenot_defender_handle_deadline(MaybenotDefender* defender,
                                                 uint64_t now_ns) {
  if (defender == nullptr) return FailNull("defender");
  return GuardedOn(*defender, [&] {
    defender->defender.HandleDeadline(InstantOf(now_ns));
    return MaybenotResult_Ok;
  });
}

MaybenotResult maybenot_defender_close(MaybenotDefender* defender,
                                       uint64_t now_ns) {
  if (defender == nullptr) return FailNull("defender");
  return GuardedOn(*defender, [&] {
    defender->defender.Close(InstantOf(now_ns));
    return MaybenotResult_Ok;
  });
}

bool maybenot_defender_closed(const MaybenotDefender* defender) {
  return defender == nullptr || defender->defender.closed();
}

bool maybenot_defender_all_machines_ended(const MaybenotDefender* defender) {
  return defender == nullptr || defender->defender.all_machines_ended();
}

MaybenotResult maybenot_defender_statistics(const MaybenotDefender* defender,
                                            MaybenotDefenderStatistics* out,
                                            size_t size) {
  if (defender == nullptr) return FailNull("defender");
  if (out == nullptr) return FailNull("out");
  maybenot::capi::FillStruct(ToC(defender->defender.statistics()), out, size);
  return MaybenotResult_Ok;
}

}  // extern "C"
