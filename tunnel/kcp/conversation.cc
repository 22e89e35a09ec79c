#include "tunnel/kcp/conversation.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check_range.h"
#include "base/earlier.h"
#include "base/status_macros.h"
#include "tunnel/kcp/segment.h"

namespace kcp {
namespace {

// The wire's clock: milliseconds, modulo 2^32. SOURCE: spec/tunnel.md 3.1.
std::uint32_t ToWire(base::Instant now) {
  return static_cast<std::uint32_t>(now.time_since_epoch() /
                                    base::Milliseconds(1));
}

constexpr std::size_t kMaxBufferBytes = std::size_t{1} << 31;
constexpr base::Range kWindows = {.min = 1, .max = 65535};

}  // namespace

absl::StatusOr<Conversation> Conversation::Create(const Options& options) {
  RETURN_IF_ERROR(
      base::CheckRange("sender.window", options.sender.window, kWindows));
  RETURN_IF_ERROR(
      base::CheckRange("receiver.window", options.receiver.window, kWindows));
  RETURN_IF_ERROR(base::CheckRange("sender.buffer_bytes",
                                   options.sender.buffer_bytes,
                                   {.min = 1, .max = kMaxBufferBytes}));
  if (options.receiver.ack_delay < base::Duration(0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("receiver.ack_delay: ", options.receiver.ack_delay.count(),
                     " ns is less than 0"));
  }
  return Conversation(options);
}

absl::Status Conversation::AddCarrier(CarrierId id,
                                      const CarrierOptions& options) {
  RETURN_IF_ERROR(
      base::CheckRange("max_packet_bytes", options.max_packet_bytes,
                       {.min = kHeaderBytes + 1, .max = kMaxPacketBytes}));
  if (sender_.HasCarrier(id)) {
    return absl::AlreadyExistsError(
        absl::StrCat("carrier ", static_cast<std::uint32_t>(id)));
  }
  sender_.AddCarrier(id, options);
  receiver_.SetOvertaking(sender_.carrier_count() > 1);
  return absl::OkStatus();
}

void Conversation::RemoveCarrier(CarrierId id) {
  sender_.RemoveCarrier(id);
  receiver_.SetOvertaking(sender_.carrier_count() > 1);
}

absl::Status Conversation::HandlePacket(absl::Span<const std::uint8_t> packet,
                                        base::Instant now) {
  absl::Status status = HandleSegments(packet, now);
  ++(status.ok() ? counts_.packets_received : counts_.packets_refused);
  sender_.HandlePacketEnd(now);
  return status;
}

absl::Status Conversation::HandleSegments(absl::Span<const std::uint8_t> packet,
                                          base::Instant now) {
  do {
    ASSIGN_OR_RETURN(const Segment segment, ReadSegment(packet));
    if (segment.conv != options_.conv) {
      return absl::InvalidArgumentError("conv: of another conversation");
    }
    if (!sender_.HandleHeader(segment.una, segment.wnd)) {
      return absl::InvalidArgumentError(
          absl::StrCat("una: ", segment.una, " was never sent"));
    }
    HandleSegment(segment, now);
  } while (!packet.empty());
  return absl::OkStatus();
}

void Conversation::HandleSegment(const Segment& segment, base::Instant now) {
  switch (segment.cmd) {
    case Command::kPush:
      receiver_.HandlePush(
          {.sn = segment.sn, .ts = segment.ts, .payload = segment.payload},
          now);
      return;
    case Command::kAck:
      sender_.HandleAck(segment.sn, segment.ts, now);
      return;
    case Command::kAskWindow:
      receiver_.HandleQuestion();
      return;
    case Command::kTellWindow:
      sender_.HandleWindowTold(now);
      return;
  }
}

bool Conversation::HasPacket(CarrierId carrier) const {
  return receiver_.OwesAnswer() || sender_.HasSegment() ||
         sender_.HasQuestion(carrier);
}

std::optional<Conversation::Packet> Conversation::PollPacket(
    CarrierId carrier, base::Instant now) {
  if (!HasPacket(carrier)) return std::nullopt;
  packet_.clear();
  AppendAnswers(carrier, now);
  AppendPushes(carrier, now);
  if (packet_.empty()) return std::nullopt;
  receiver_.HandleWindowWritten();
  ++counts_.packets_sent;
  return Packet{.bytes = packet_, .tag = next_tag_++};
}

Segment Conversation::Prepare(Command cmd, base::Instant now) const {
  return {.conv = options_.conv,
          .cmd = cmd,
          .wnd = receiver_.window(),
          .ts = ToWire(now),
          .una = receiver_.una()};
}

void Conversation::AppendAnswers(CarrierId carrier, base::Instant now) {
  // WASK and WINS go first: there is always room for them.
  if (sender_.PollQuestion(carrier, now)) {
    AppendSegment(Prepare(Command::kAskWindow, now), packet_);
  }
  if (receiver_.PollWindow()) {
    AppendSegment(Prepare(Command::kTellWindow, now), packet_);
  }
  const std::size_t most = sender_.MaxPacketBytes(carrier);
  while (packet_.size() + kHeaderBytes <= most) {
    const std::optional<Receiver::Ack> ack = receiver_.PollAck();
    if (!ack) break;
    Segment segment = Prepare(Command::kAck, now);
    segment.sn = ack->sn;
    segment.ts = ack->ts;
    AppendSegment(segment, packet_);
  }
}

void Conversation::AppendPushes(CarrierId carrier, base::Instant now) {
  const std::size_t most = sender_.MaxPacketBytes(carrier);
  while (packet_.size() < most) {
    Segment segment = Prepare(Command::kPush, now);
    const std::optional<Sender::Pulled> pulled =
        sender_.Pull({.carrier = carrier,
                      .packet = next_tag_,
                      .ts = segment.ts,
                      .room = most - packet_.size(),
                      .alone = packet_.empty()});
    if (!pulled) return;
    segment.sn = pulled->sn;
    segment.payload = pulled->payload;
    AppendSegment(segment, packet_);
  }
}

std::optional<base::Instant> Conversation::NextDeadline() const {
  return base::Earlier(sender_.NextDeadline(), receiver_.NextDeadline());
}

void Conversation::HandleDeadline(base::Instant now) {
  sender_.HandleDeadline(now);
  receiver_.HandleDeadline(now);
}

}  // namespace kcp
