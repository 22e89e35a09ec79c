// What a defense adds to one trace.
#ifndef MAYBENOT_CLI_TRACE_OVERHEAD_H_
#define MAYBENOT_CLI_TRACE_OVERHEAD_H_

#include <optional>

#include "absl/types/span.h"
#include "base/time.h"
#include "maybenot/simulator/packet_trace.h"

namespace maybenot::cli {

// Packets of one trace, as the client sees them.
struct Directions {
  double sent = 0;
  double received = 0;
  double both() const { return sent + received; }
};

// A defended trace beside the base trace that it was made of. The tail is the
// padding after the last normal packet: it is no cost to who waits for a page,
// and overheads leave it out. Times count from the first packet of each trace.
// SOURCE: spec/maybenot.md 6.2, "eval".
struct TraceOverhead {
  Directions normal;
  Directions padding;  // The tail included.
  Directions tail;
  Directions missing;          // Normal packets of the base that never came.
  base::Duration base_last;    // The last packet of the base.
  base::Duration last;         // The last packet.
  base::Duration last_normal;  // The last normal packet.

  double base() const { return normal.both() + missing.both(); }
  double defended() const { return normal.both() + padding.both(); }

  // More packets up to the last normal one, as a share of the normal ones. None
  // without normal packets.
  std::optional<double> Data() const;
  std::optional<double> DataSent() const;
  std::optional<double> DataReceived() const;

  // How much later the last normal packet came, as a share of the base's
  // duration. None if packets are missing, or the base has no duration.
  std::optional<double> Duration() const;
};

TraceOverhead CompareTraces(absl::Span<const simulator::TracePacket> base,
                            absl::Span<const simulator::TracePacket> defended);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_TRACE_OVERHEAD_H_
