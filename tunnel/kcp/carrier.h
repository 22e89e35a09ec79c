// What carries a conversation's packets: one of perhaps several, each with its
// own way, that come and go.
#ifndef TUNNEL_KCP_CARRIER_H_
#define TUNNEL_KCP_CARRIER_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/time.h"
#include "tunnel/kcp/segment.h"

namespace kcp {

enum class CarrierId : std::uint32_t {};

struct CarrierOptions {
  // The longest packet to write there: kHeaderBytes + 1 to kMaxPacketBytes. A
  // segment that was cut for a longer one goes alone, as long as it is.
  std::size_t max_packet_bytes = kMaxPacketBytes;
  // Whether it delivers all that is written, in order, for as long as it lives.
  // The peer's end may still drop packets, silently, when its queues are full.
  // SOURCE: spec/tunnel.md 2.2.
  bool reliable = true;
};

// What a sender has seen of a carrier.
struct CarrierState {
  base::Duration smoothed_round_trip{};  // 0: nothing was answered yet.
  // When that was written which waits longest for its answer; none waits.
  std::optional<base::Instant> oldest_unanswered = {};
  // When the latest was written of what was answered.
  std::optional<base::Instant> last_answered = {};
};

}  // namespace kcp

#endif  // TUNNEL_KCP_CARRIER_H_
