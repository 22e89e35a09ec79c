// What a sender knows of one segment, from its first packet until una is past
// it.
#ifndef TUNNEL_KCP_RECORD_H_
#define TUNNEL_KCP_RECORD_H_

#include <cstdint>

#include "base/time.h"
#include "tunnel/kcp/carrier.h"

namespace kcp {

struct Record {
  enum class State : std::uint8_t {
    kPulled,   // In a packet that is not yet written: it has no clock.
    kWritten,  // On its way.
    kLost,     // To be sent again.
    kAcked,
  };

  std::uint64_t begin = 0;   // Of its payload, in the stream.
  std::uint64_t packet = 0;  // That it was last in.
  base::Instant written{};   // kWritten: when.
  CarrierId carrier{};       // Of the packet.
  std::uint32_t ts = 0;      // In the packet's header, in milliseconds.
  std::uint16_t bytes = 0;
  std::uint16_t attempts =
      0;  // How often it was written; it stays at the most.
  State state = State::kPulled;
};

// A segment in a packet. Both are counted from 0 by their conversation; a
// segment's sn is the low half of its number.
struct Transmission {
  std::uint64_t number;
  std::uint64_t packet;
};

}  // namespace kcp

#endif  // TUNNEL_KCP_RECORD_H_
