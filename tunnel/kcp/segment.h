// KCP's unit on the wire: a header of 24 bytes, little-endian, and a payload.
// Several stand back to back in one packet. SOURCE: spec/tunnel.md 3.1.
//
//    0          4     5     6       8      12     16     20
//   +----------+-----+-----+-------+------+------+------+------+---------+
//   |   conv   | cmd | frg |  wnd  |  ts  |  sn  |  una |  len | payload |
//   +----------+-----+-----+-------+------+------+------+------+---------+
#ifndef TUNNEL_KCP_SEGMENT_H_
#define TUNNEL_KCP_SEGMENT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace kcp {

inline constexpr std::size_t kHeaderBytes = 24;

// Longer packets are cut short by deployed servers, silently.
// SOURCE: spec/tunnel.md 11, trap 7.
inline constexpr std::size_t kMaxPacketBytes = 1400;

enum class Command : std::uint8_t {
  kPush = 81,
  kAck = 82,         // Of one PUSH: its sn and ts come back.
  kAskWindow = 83,   // WASK
  kTellWindow = 84,  // WINS
};

struct Segment {
  std::uint32_t conv = 0;  // Which conversation; equal both ways.
  Command cmd = Command::kPush;
  std::uint8_t frg = 0;   // Fragments that follow; 0 in stream mode.
  std::uint16_t wnd = 0;  // Segments that the writer has room for.
  std::uint32_t ts = 0;   // The writer's clock, in milliseconds.
  std::uint32_t sn = 0;
  std::uint32_t una = 0;  // The sn that the writer expects next.
  absl::Span<const std::uint8_t> payload = {};
};

void AppendSegment(const Segment& segment, std::vector<std::uint8_t>& out);

// The first segment of `packet`, which is moved past it; the payload is a view.
// Errors: kInvalidArgument if a header or a payload is cut short, or the
// command is none of the four.
absl::StatusOr<Segment> ReadSegment(absl::Span<const std::uint8_t>& packet);

// The conversation that `packet` opens: its first PUSH has sn 0. None if it
// has no such segment before the first that cannot be read: whatever else it
// holds belongs to a conversation that was, and a new one could never deliver
// it. SOURCE: spec/tunnel.md 11, trap 5.
std::optional<std::uint32_t> OpenedBy(absl::Span<const std::uint8_t> packet);

}  // namespace kcp

#endif  // TUNNEL_KCP_SEGMENT_H_
