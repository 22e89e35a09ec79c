// Scrambler, the server's side.
#ifndef MACHINES_SCRAMBLER_SERVER_H_
#define MACHINES_SCRAMBLER_SERVER_H_

#include <array>
#include <vector>

#include "absl/status/statusor.h"
#include "machines/parameter.h"
#include "maybenot/machine.h"

namespace machines {

struct ScramblerServerOptions {
  double interval_us;           // From one packet of a burst to the next.
  double min_count;             // Packets of a burst, its trail left out.
  double min_trail, max_trail;  // The trail's length is drawn between these.
};

inline constexpr std::array<Parameter, 4> kScramblerServerParameters = {{
    {"interval", "us", "time from one packet of a burst to the next", 0,
     kLongestUs},
    {"min_count", "packets", "a burst's packets before its trail", 1, 1e9},
    {"min_trail", "packets", "the shortest trail", 0, 1e9},
    {"max_trail", "packets", "the longest trail", 0, 1e9},
}};

// Sends each video segment as a burst at a constant rate: `min_count` packets,
// then a trail whose length is drawn anew at each normal packet, so that the
// segment's size is hidden. A segment that outgrows 1.25 * min_count normal
// packets is signalled by a second machine through a new block, and its trail
// is a quarter as long. Paper: D. Hasselquist et al., "Raising the Bar", PoPETs
// 2024(4). Two machines.
// Errors: kInvalidArgument naming parameter, value and bound.
// SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildScramblerServer(
    const ScramblerServerOptions& options);

}  // namespace machines

#endif  // MACHINES_SCRAMBLER_SERVER_H_
