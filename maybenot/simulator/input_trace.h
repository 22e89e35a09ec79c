// A recorded trace, which a simulation replays.
#ifndef MAYBENOT_SIMULATOR_INPUT_TRACE_H_
#define MAYBENOT_SIMULATOR_INPUT_TRACE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/time.h"

namespace maybenot::simulator {

// The normal packets of one connection as its client saw them, in any order.
struct InputTrace {
  struct Packet {
    base::Instant at;  // From the trace's own zero; in [0, kMaxTraceTimeNs].
    bool sent;         // By the client; else received by it.

    friend bool operator==(const Packet&, const Packet&) = default;
  };

  std::vector<Packet> packets;
};

// The normal packets of a trace as ParsePacketTrace reads it; padding is left
// out. Errors: those of ParsePacketTrace; kInvalidArgument for a trace without
// any normal packet.
absl::StatusOr<InputTrace> ParseInputTrace(absl::string_view text);

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_INPUT_TRACE_H_
