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
#include <deque>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/byte_queue.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/defender.h"
#include "tunnel/encapsulation/encapsulation.h"
#include "tunnel/shaper/cell.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/defense.h"

namespace shaper {

class Packets {
 public:
  static constexpr std::size_t kMaxPacketBytes = 65535;

  struct Options {
    maybenot::Machines machines = {};  // None: no defense, same framing.
    maybenot::Defender::Options defender = {};
    // Fill each packet up to this many bytes, prefix included; 0: no fill. In
    // kMinCellSize..kMaxCellSize, and enough for max_packet_bytes.
    // Padding packets have this size, or padding_size without it; each is one
    // padding chunk.
    std::size_t cell_size = 0;
    std::size_t padding_size = kDefaultCellSize;  // In 1..kMaxCellSize.
    // The peer's cell_size, if it is known: fill is then told from padding by
    // counting. 0: each padding chunk received is a padding packet.
    std::size_t peer_cell_size = 0;
    // A longer packet, either way, is an error. In 1..kMaxPacketBytes.
    std::size_t max_packet_bytes = 1400;
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
  // Errors: kInvalidArgument for its size, kResourceExhausted without room, and
  // an error of HandleReceived.
  absl::Status Push(absl::Span<const std::uint8_t> packet, std::uint64_t tag,
                    base::Instant now);

  // The next write, or none. The call is the write.
  std::optional<Write> PollWrite(base::Instant now);

  // Bytes of the carrier, split anyhow.
  // Errors: kInvalidArgument; the carrier is then to be closed. An error lasts:
  // from then on nothing is taken, written or due.
  absl::Status HandleReceived(absl::Span<const std::uint8_t> bytes,
                              base::Instant now);

  // The packets that arrived, in order. Beyond max_received_packets the oldest
  // are dropped and counted.
  std::optional<std::vector<std::uint8_t>> PollReceived();
  std::uint64_t received_dropped() const { return received_dropped_; }

  // When anything, padding too, last arrived: a sign of life.
  std::optional<base::Instant> last_received() const { return last_received_; }

  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

  // No more Push: see Defender::Close. closed(): nothing is left to write, as
  // after an error.
  void Close(base::Instant now);
  bool closed() const { return !error_.ok() || defender_.closed(); }

  // Without peer_cell_size a received packet's prefix is its fill.
  const CellCounts& sent() const { return record_.sent(); }
  const CellCounts& received() const { return record_.received(); }
  const maybenot::Defender& defender() const { return defender_; }

 private:
  Packets(const Options& options, maybenot::Defender defender);

  absl::Status ReadCells(absl::Span<const std::uint8_t> bytes,
                         base::Instant now);
  absl::Status HandleCell(absl::Span<const std::uint8_t> cell,
                          base::Instant now);
  absl::Status ReadChunks(absl::Span<const std::uint8_t> bytes,
                          base::Instant now);
  absl::Status CheckSize(std::size_t packet_bytes) const;
  void Deliver(std::vector<std::uint8_t> packet);
  // A whole one has arrived.
  void CountNormal(CellRecord::Normal normal, base::Instant now);
  void CountPadding(std::size_t bytes, base::Instant now);

  Options options_;  // Without its machines.
  maybenot::Defender defender_;
  absl::Status error_;
  base::ByteQueue waiting_;  // The Defender's normal packets, and their tags.
  std::deque<std::uint64_t> tags_;
  std::vector<std::uint8_t> out_;  // The last write.

  CellReader reader_;  // With peer_cell_size; else the two after next.
  std::vector<absl::Span<const std::uint8_t>> chunks_;  // Of the cell in hand.
  encapsulation::Decoder decoder_;
  std::vector<std::uint8_t> unfinished_;
  std::deque<std::vector<std::uint8_t>> received_;
  std::uint64_t received_dropped_ = 0;
  std::optional<base::Instant> last_received_;
  CellRecord record_{CellRecord::Keep::kCounts};
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_PACKETS_H_
