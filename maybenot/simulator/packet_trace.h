// Traces of packets as text: what a simulation reads, and what it gives.
#ifndef MAYBENOT_SIMULATOR_PACKET_TRACE_H_
#define MAYBENOT_SIMULATOR_PACKET_TRACE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "maybenot/simulator/simulation.h"

namespace maybenot::simulator {

// One packet of a connection as its client saw it.
struct TracePacket {
  base::Instant at;  // From the trace's own zero; not negative.
  bool sent;         // By the client; else received by it.
  bool padding;

  friend bool operator==(const TracePacket&, const TracePacket&) = default;
};

// The latest time in a trace: 73 years.
inline constexpr std::int64_t kMaxTraceTimeNs = std::int64_t{1} << 61;

// A line a packet, `NANOSECONDS,DIRECTION[,...]`: s or sn for a normal packet
// that the client sent, r or rn for one it received, sp and rp for padding.
// What follows the direction is left out; so are lines without a comma. 16
// bytes a packet. SOURCE: spec/maybenot.md section 5, "Input trace", "Output".
// Errors: kInvalidArgument with the line and field, its value and what it must
// be.
absl::StatusOr<std::vector<TracePacket>> ParsePacketTrace(
    absl::string_view text);

// Lines "1500,sn,514": each packet has 514 bytes, as the reference's command
// writes it.
std::string FormatPacketTrace(absl::Span<const TracePacket> packets);

// The client's TunnelSent and TunnelRecv; times from the first of them.
std::vector<TracePacket> ClientPackets(absl::Span<const SimEvent> events);

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_PACKET_TRACE_H_
