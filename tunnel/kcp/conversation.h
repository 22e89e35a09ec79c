// One end of a KCP conversation over any number of carriers: packets in and
// out, a stream of bytes each way. SOURCE: spec/tunnel.md section 3.
//
//   conversation.Write(bytes, now);                     // To send.
//   conversation.HandlePacket(packet, now);             // From any carrier.
//   conversation.readable(); conversation.Consume(n);   // Received, in order.
//   while (carrier has room) {
//     std::optional<Packet> packet = conversation.PollPacket(carrier, now);
//     if (!packet) break;
//     ... write packet->bytes; when that is done:
//     conversation.HandleWritten(carrier, packet->tag, now);
//   }
//
// Carriers pull, so the fast ones carry more, and nothing waits behind a slow
// one. The time between PollPacket and HandleWritten does not count: a defense
// that holds packets back causes no resend.
#ifndef TUNNEL_KCP_CONVERSATION_H_
#define TUNNEL_KCP_CONVERSATION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/kcp/receiver.h"
#include "tunnel/kcp/sender.h"

namespace kcp {

// Wire-compatible with kcp-go in stream mode without FEC and encryption, as
// Snowflake sets it up. It has no end on the wire: who is done with it, or
// hears nothing for too long, drops it. Idle, it has no deadline.
class Conversation {
 public:
  struct Options {
    std::uint32_t conv = 0;  // Equal at both ends; the opener draws it.
    Sender::Options sender = {};
    Receiver::Options receiver = {};
  };

  struct Packet {
    absl::Span<const std::uint8_t> bytes;  // Valid until the next PollPacket.
    std::uint64_t tag;                     // For HandleWritten.
  };

  struct Counts {
    std::uint64_t packets_sent = 0;
    std::uint64_t packets_received = 0;
    std::uint64_t packets_refused = 0;  // By HandlePacket's errors.
  };

  // Errors: kInvalidArgument naming the option, its value and its bound.
  static absl::StatusOr<Conversation> Create(const Options& options);

  // Errors: kInvalidArgument for max_packet_bytes out of its bound;
  // kAlreadyExists.
  absl::Status AddCarrier(CarrierId id, const CarrierOptions& options);
  // What went there and is not acknowledged is sent again elsewhere, at once.
  // Requires, here and in all that takes a carrier: it is there.
  void RemoveCarrier(CarrierId id);
  // The same, but it may still be used: it has gone silent.
  void GiveUp(CarrierId id) { sender_.GiveUp(id); }
  CarrierState StateOf(CarrierId id) const { return sender_.StateOf(id); }
  // Lets the peer be asked for its window there: a live one answers.
  void Ask(CarrierId id) { sender_.Ask(id); }

  // Takes a prefix of `bytes` and returns its length: what the send buffer has
  // room for.
  std::size_t Write(absl::Span<const std::uint8_t> bytes, base::Instant now) {
    return sender_.Write(bytes, now);
  }
  std::size_t room_bytes() const { return sender_.room_bytes(); }
  // Not yet in any packet.
  std::size_t unsent_bytes() const { return sender_.unsent_bytes(); }
  std::size_t unacknowledged_bytes() const {
    return sender_.unacknowledged_bytes();
  }

  // Bytes received, in order. Valid until the next call that is not const.
  absl::Span<const std::uint8_t> readable() const {
    return receiver_.readable();
  }
  // Requires: count <= readable().size().
  void Consume(std::size_t count) { receiver_.Consume(count); }

  // Errors: kInvalidArgument for what is no packet of this conversation. The
  // segments before the first bad one count; nothing is broken by it.
  absl::Status HandlePacket(absl::Span<const std::uint8_t> packet,
                            base::Instant now);

  // Whether PollPacket has one for that carrier.
  bool HasPacket(CarrierId carrier) const;
  // The next packet for it.
  std::optional<Packet> PollPacket(CarrierId carrier, base::Instant now);
  // It is written: from now on it can be late. In the order of PollPacket; one
  // passed over counts as written, too.
  void HandleWritten(CarrierId carrier, std::uint64_t tag, base::Instant now) {
    sender_.HandleWritten(carrier, tag, now);
  }

  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

  std::uint32_t conv() const { return options_.conv; }
  const Counts& counts() const { return counts_; }
  const Sender& sender() const { return sender_; }
  const Receiver& receiver() const { return receiver_; }

 private:
  explicit Conversation(const Options& options)
      : options_(options),
        sender_(options.sender),
        receiver_(options.receiver) {}

  absl::Status HandleSegments(absl::Span<const std::uint8_t> packet,
                              base::Instant now);
  void HandleSegment(const Segment& segment, base::Instant now);
  // A segment with what every segment says.
  Segment Prepare(Command cmd, base::Instant now) const;
  void AppendAnswers(CarrierId carrier, base::Instant now);
  void AppendPushes(CarrierId carrier, base::Instant now);

  Options options_;
  Sender sender_;
  Receiver receiver_;
  Counts counts_;
  std::vector<std::uint8_t> packet_;  // The last polled.
  std::uint64_t next_tag_ = 1;
};

}  // namespace kcp

#endif  // TUNNEL_KCP_CONVERSATION_H_
