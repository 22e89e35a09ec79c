// A recorded trace, which a simulation replays.
#ifndef MAYBENOT_SIMULATOR_INPUT_TRACE_H_
#define MAYBENOT_SIMULATOR_INPUT_TRACE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/time.h"

namespace maybenot::simulator {

// The normal packets of one connection as its client saw them, in any order.
struct InputTrace {
  struct Packet {
    base::Instant at;  // From the trace's own zero; not negative.
    bool sent;         // By the client; else received by it.

    friend bool operator==(const Packet&, const Packet&) = default;
  };

  // The latest time in a trace: 73 years.
  static constexpr std::int64_t kMaxTimeNs = std::int64_t{1} << 61;

  std::vector<Packet> packets;

  // The most packets of one direction in any 100 ms, times ten: the rate that
  // the network is taken to bear, packets a second.
  // SOURCE: spec/maybenot.md section 5, "Input trace".
  std::uint32_t PeakRate() const;
};

// A line a packet, `NANOSECONDS,DIRECTION[,...]`: s or sn for a packet that the
// client sent, r or rn for one it received. Padding, sp and rp, and lines
// without a comma are left out; so is what follows the direction. 16 bytes a
// packet. SOURCE: spec/maybenot.md section 5, "Input trace".
// Errors: kInvalidArgument with the line and field, its value and what it must
// be, also for a trace without any packet.
absl::StatusOr<InputTrace> ParseInputTrace(absl::string_view text);

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_INPUT_TRACE_H_
