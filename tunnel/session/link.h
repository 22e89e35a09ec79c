// What a session keeps of one carrier.
#ifndef TUNNEL_SESSION_LINK_H_
#define TUNNEL_SESSION_LINK_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "tunnel/kcp/carrier.h"
#include "tunnel/session/carrier_health.h"
#include "tunnel/shaper/packets.h"

namespace session {

struct Link {
  kcp::CarrierId id;
  kcp::CarrierOptions options;
  shaper::Packets packets;
  bool defended;  // It has machines.
  CarrierHealth health;
  std::vector<std::uint8_t> opening = {};  // Not yet written.
  // Of the packet with the question that health waits for.
  std::optional<std::uint64_t> question = {};
};

}  // namespace session

#endif  // TUNNEL_SESSION_LINK_H_
