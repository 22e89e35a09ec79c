// Stream mode: an application's byte stream over a transport's byte stream
// (TLS), plain or in cells.
//
// Defended, every write in both directions is one cell of exactly cell_size
// bytes: a data chunk and the fill, or padding alone (encapsulation.h; no chunk
// crosses a cell). The first cell each way opens:
//
//   client:  token (8)  version (1)  client's cell size (2)  server's (2)  fill
//   server:  token (8)  version (1)  verdict (1)  reason length (1)  reason
//            fill
//
// Verdict 0 accepts, without a reason; 1 refuses. Integers are big-endian. The
// token's first byte is over 0x7f, which no mgen handshake can begin with, so a
// server takes both on one port. An opening cell is fill, and no event for the
// machines. The client sends data without waiting for the verdict; a refusal,
// or anything but an opening cell, is an error: never a downgrade.
//
//                 Write()                       PollWrite()
//   application  --------->  Defender's queue  ------------>  transport
//                <---------                    <------------
//                readable()                     HandleReceived()
#ifndef TUNNEL_SHAPER_STREAM_H_
#define TUNNEL_SHAPER_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/byte_queue.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/defender.h"
#include "tunnel/shaper/cell.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/plain_queue.h"

namespace shaper {

class Stream {
 public:
  enum class Role : std::uint8_t { kClient, kServer };
  // What the server learns from the first byte; the client knows at once.
  enum class Mode : std::uint8_t { kUndecided, kPlain, kDefended };

  struct Options {
    Role role = Role::kClient;
    // Client: ask for it; none: plain. Server: what defended connections get;
    // none: they are refused with a reason. A server's cell_size is what it
    // accepts for both directions.
    std::optional<Defense> defense;
    // Plain mode: bytes held for the transport before Write takes no more.
    std::size_t plain_buffer_bytes = 65536;
    bool record_cells =
        false;  // Keep TakeCells() (plain writes count as cells).
  };

  // Errors: kInvalidArgument naming the option, its value and its bound.
  static absl::StatusOr<Stream> Create(Options options, base::Random random,
                                       base::Instant now);

  // Takes a prefix of `bytes` and returns its length; less than all of it when
  // the queue is full, and the caller then stops reading its source. Defended,
  // each call is cut into cells of its own: later bytes never top up a cell.
  // A server takes nothing before the mode is decided.
  std::size_t Write(absl::Span<const std::uint8_t> bytes, base::Instant now);

  // The next write to the transport (one TLS record), or none: a whole cell;
  // plain, what one Write took, up to kMaxPlainWriteBytes. Valid until the next
  // call. Call it only when the transport takes max_write_bytes() whole: the
  // call is the write.
  std::optional<absl::Span<const std::uint8_t>> PollWrite(base::Instant now);
  // The most that PollWrite would give now. Ask anew before each.
  std::size_t max_write_bytes() const;

  // Bytes of the transport, split anyhow. A plain stream passes them through.
  // A server that was closed before the mode was decided ignores them.
  // Errors: kInvalidArgument for a bad cell or opening, kPermissionDenied when
  // refused: send what PollWrite still has (a server's refusal), then close.
  // An error lasts: from then on nothing else is taken, written or due.
  absl::Status HandleReceived(absl::Span<const std::uint8_t> bytes,
                              base::Instant now);

  // What the application has to read; Consume(n) drops the first n bytes.
  absl::Span<const std::uint8_t> readable() const { return readable_.view(); }
  void Consume(std::size_t bytes) { readable_.Consume(bytes); }

  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

  // No more Write: see Defender::Close. closed(): nothing is left to write, so
  // of a plain stream once its buffer is empty, and after an error.
  void Close(base::Instant now);
  bool closed() const;

  Mode mode() const { return mode_; }
  const CellCounts& sent() const { return record_.sent(); }
  const CellCounts& received() const { return record_.received(); }
  // None while plain or undecided.
  const maybenot::Defender* defender() const {
    return defender_ ? &*defender_ : nullptr;
  }

  // With record_cells: since the last call, in order.
  std::vector<CellEvent> TakeCells() { return record_.TakeEvents(); }
  // How long each normal cell or plain write waited, since the last call, in
  // order of writing; the latest CellRecord::kMaxWaits of them.
  std::vector<base::Duration> TakeWaits() { return record_.TakeWaits(); }

 private:
  Stream(Options options, base::Random random,
         std::optional<maybenot::Defender> defender);

  // What there is of the peer's first cell.
  absl::Status HandleOpening(absl::Span<const std::uint8_t> start,
                             base::Instant now);
  absl::Status HandleRequest(absl::Span<const std::uint8_t> start,
                             base::Instant now);
  absl::Status HandleAnswer(absl::Span<const std::uint8_t> start,
                            base::Instant now);
  absl::Status HandleCell(absl::Span<const std::uint8_t> cell,
                          base::Instant now);
  void ReadPlain(absl::Span<const std::uint8_t> bytes, base::Instant now);
  bool WritePlain(base::Instant now);  // Into out_, like the next one.
  bool WriteDefended(base::Instant now);

  Options options_;
  base::Random random_;  // For a server's Defender.
  Mode mode_;
  bool peer_opened_ = false;
  bool closing_ = false;
  absl::Status error_;

  std::optional<maybenot::Defender> defender_;
  base::ByteQueue waiting_;  // Payload of the Defender's normal packets.
  PlainQueue plain_;
  std::vector<std::uint8_t> opening_;  // Our first cell, until it is written.
  std::vector<std::uint8_t> out_;      // The last write.

  CellReader reader_;
  std::vector<absl::Span<const std::uint8_t>> chunks_;  // Of the cell in hand.
  base::ByteQueue readable_;
  CellRecord record_;
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_STREAM_H_
