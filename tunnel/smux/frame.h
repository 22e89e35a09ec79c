// smux's frames, version 2. SOURCE: spec/tunnel.md section 4.
//
//   0       1         2          4           8
//   +-------+---------+----------+-----------+----------------+
//   | 2     | command | length   | stream id | length bytes   |
//   +-------+---------+----------+-----------+----------------+
//
// Numbers have their least significant byte first. Only PSH and UPD have bytes
// after the header; those of an UPD are two numbers of four bytes.
#ifndef TUNNEL_SMUX_FRAME_H_
#define TUNNEL_SMUX_FRAME_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace smux {

inline constexpr std::size_t kHeaderBytes = 8;
inline constexpr std::size_t kMaxPayloadBytes = 65535;

// A number that one end chose for a stream; equal at both ends.
enum class StreamId : std::uint32_t {};

enum class Command : std::uint8_t {
  kSyn = 0,  // Opens the stream; nothing answers it.
  kFin = 1,  // The sender sends no more.
  kPsh = 2,  // Data.
  kNop = 3,  // A sign of life, of stream 0.
  kUpd = 4,  // How far the sender has read, and its window.
};

// What an UPD says: the peer may send up to `consumed` + `window` bytes of the
// stream, counted from its begin, modulo 2^32.
struct Update {
  std::uint32_t consumed = 0;
  std::uint32_t window = 0;

  friend bool operator==(const Update&, const Update&) = default;
};

// Appends a SYN, FIN or NOP: 8 bytes. Requires: one of these.
void AppendBare(Command command, StreamId stream,
                std::vector<std::uint8_t>& out);
// Appends a PSH: 8 bytes and the payload. Requires: payload.size() <=
// kMaxPayloadBytes.
void AppendPsh(StreamId stream, absl::Span<const std::uint8_t> payload,
               std::vector<std::uint8_t>& out);
// Appends an UPD: 16 bytes.
void AppendUpd(StreamId stream, const Update& update,
               std::vector<std::uint8_t>& out);

// Decodes a stream of frames, however it is split. Holds no payload: a PSH's
// comes out as views of what went in.
class Decoder {
 public:
  // A whole frame, or a piece of a PSH. An empty PSH is one piece.
  struct Piece {
    Command command;
    StreamId stream;
    bool begins_frame;
    bool ends_frame;
    std::size_t payload_bytes;               // Of the whole frame.
    absl::Span<const std::uint8_t> payload;  // Of a PSH: into the input.
    Update update;                           // Of an UPD.
  };

  // The next piece of `input`, which is moved past it; none when all of the
  // input was taken (perhaps into an unfinished header).
  // Errors: kInvalidArgument for a version or command that is none, and for a
  // length that the command cannot have; the stream is then unusable, and every
  // later call returns the same.
  absl::StatusOr<std::optional<Piece>> Next(
      absl::Span<const std::uint8_t>& input);

  // Whether the stream may end here: between frames.
  bool at_boundary() const { return gathered_ == 0; }

 private:
  // Takes bytes until `head_` holds `size` of them; whether it does.
  bool Gather(std::size_t size, absl::Span<const std::uint8_t>& input);
  absl::Status CheckHeader() const;
  std::size_t length() const;

  // The header, of an UPD with the rest.
  std::array<std::uint8_t, kHeaderBytes + sizeof(Update)> head_ = {};
  std::size_t gathered_ = 0;  // Of head_.
  std::size_t given_ = 0;     // Of a PSH's payload.
};

}  // namespace smux

#endif  // TUNNEL_SMUX_FRAME_H_
