// What carries a conversation's packets: one of perhaps several, each with its
// own way, that come and go.
#ifndef TUNNEL_KCP_CARRIER_H_
#define TUNNEL_KCP_CARRIER_H_

#include <cstddef>
#include <cstdint>

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

}  // namespace kcp

#endif  // TUNNEL_KCP_CARRIER_H_
