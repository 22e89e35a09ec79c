#include "maybenot/simulator/input_trace.h"

#include <vector>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "maybenot/simulator/packet_trace.h"

namespace maybenot::simulator {

absl::StatusOr<InputTrace> ParseInputTrace(absl::string_view text) {
  ASSIGN_OR_RETURN(const std::vector<TracePacket> packets,
                   ParsePacketTrace(text));
  InputTrace trace;
  trace.packets.reserve(packets.size());
  for (const TracePacket& packet : packets) {
    if (!packet.padding) trace.packets.push_back({packet.at, packet.sent});
  }
  if (trace.packets.empty()) {
    return absl::InvalidArgumentError(
        "the trace holds no packet: must be lines NANOSECONDS,s or "
        "NANOSECONDS,r");
  }
  return trace;
}

}  // namespace maybenot::simulator
