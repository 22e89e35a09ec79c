// Tamaraw: a constant rate, whatever there is to send.
#ifndef MACHINES_TAMARAW_H_
#define MACHINES_TAMARAW_H_

#include <array>
#include <vector>

#include "absl/status/statusor.h"
#include "machines/parameter.h"
#include "maybenot/machine.h"

namespace machines {

struct TamarawOptions {
  double interval_s;      // Seconds from one packet to the next.
  double stop_window_us;  // Ends this long after the last normal packet.
};

inline constexpr std::array<Parameter, 2> kTamarawParameters = {{
    {"padding_rate", "s/packet", "time from one packet to the next", 1e-6,
     86400},
    {"stop_window", "us", "ends this long after the last normal packet", 0,
     kLongestUs},
}};

// Blocks everything from the first normal packet on and sends one packet each
// interval, padding if nothing waits. After a stop window without a normal
// packet it fills up to a multiple of 100 packets and releases the block.
// Papers: X. Cai, R. Nithyanand, T. Wang, R. Johnson, I. Goldberg, "A
// Systematic Approach to Developing and Evaluating Website Fingerprinting
// Defenses", CCS 2014; the stop as J. Gong, W. Zhang, C. Zhang, T. Wang,
// "WFDefProxy", TIFS 2023. Two machines, for either side: one pads, one stops.
// Errors: kInvalidArgument naming parameter, value and bound.
// SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildTamaraw(
    const TamarawOptions& options);

}  // namespace machines

#endif  // MACHINES_TAMARAW_H_
