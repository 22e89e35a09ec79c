// Packet mode: a tunnel's packets over a carrier, in encapsulation chunks, with
// a Defender that says when. One for each carrier, new on redial.
//
// The sender is pulled: while Room() > 0 the host asks KCP for a packet and
// pushes it with a tag; PollWrite gives the tag back at the moment of the
// write, and from then on a segment's retransmission clock runs. Blocking
// therefore causes no resend: what has not been written has no clock.
//
//   while (shaper.Room() > 0 && kcp.HasPacket()) {
//     shaper.Push(kcp.NextPacket(buffer), tag, now);
//   }
//   while (carrier.HasRoom()) {
//     std::optional<Write> write = shaper.PollWrite(now);
//     if (!write) break;
//     carrier.Send(write->bytes);
//     if (write->tag) kcp.HandleWritten(*write->tag, now);
//   }
#ifndef TUNNEL_SHAPER_PACKETS_H_
#define TUNNEL_SHAPER_PACKETS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/defender.h"
#include "tunnel/shaper/defense.h"

namespace shaper {

class Packets {
 public:
  struct Options {
    maybenot::Machines machines;  // Empty list: no defense, same framing.
    maybenot::Defender::Options defender;
    // Fill each packet up to this many bytes, prefix included; 0: no fill.
    // Padding packets have this size, or padding_size without it.
    std::size_t cell_size = 0;
    std::size_t padding_size = kDefaultCellSize;
    // The peer's cell_size, if it is known: fill is then told from padding by
    // counting. 0: each padding chunk received is a padding packet.
    std::size_t peer_cell_size = 0;
    std::size_t max_packet_bytes =
        1400;  // A longer one, either way, is an error.
    std::size_t max_received_packets = 1024;  // Held for PollReceived.
  };

  struct Write {
    absl::Span<const std::uint8_t> bytes;  // Valid until the next call.
    std::optional<std::uint64_t> tag;      // Of the packet; none: padding.
  };

  // Errors: kInvalidArgument naming the option, its value and its bound.
  static absl::StatusOr<Packets> Create(Options options, base::Random random,
                                        base::Instant now);

  // How many packets Push takes now.
  std::size_t Room() const;

  // One packet, one data chunk, one NormalSent.
  // Errors: kInvalidArgument for its size, kResourceExhausted without room.
  absl::Status Push(absl::Span<const std::uint8_t> packet, std::uint64_t tag,
                    base::Instant now);

  // The next write, or none. The call is the write.
  std::optional<Write> PollWrite(base::Instant now);

  // Bytes of the carrier, split anyhow.
  // Errors: kInvalidArgument; the carrier is then to be closed.
  absl::Status HandleReceived(absl::Span<const std::uint8_t> bytes,
                              base::Instant now);

  // The packets that arrived, in order. Beyond max_received_packets the oldest
  // are dropped and counted.
  std::optional<std::vector<std::uint8_t>> PollReceived();
  std::uint64_t received_dropped() const;

  // When anything, padding too, last arrived: a sign of life.
  std::optional<base::Instant> last_received() const;

  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

  void Close(base::Instant now);
  bool closed() const;

  const CellCounts& sent() const;
  const CellCounts& received() const;
  const maybenot::Defender& defender() const;
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_PACKETS_H_
