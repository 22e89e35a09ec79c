// Scrambler, the client's side.
#ifndef MACHINES_SCRAMBLER_CLIENT_H_
#define MACHINES_SCRAMBLER_CLIENT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "maybenot/machine.h"

namespace machines {

// From the first normal packet on, in either direction, everything is blocked
// and one packet every 4 ms is let through (3 Mbit/s at 1,500 bytes), padding
// if nothing waits; it never ends. Paper: D. Hasselquist, E. Witwer, A.
// Carlson, N. Johansson, N. Carlsson, "Raising the Bar: Improved Fingerprinting
// Attacks and Defenses for Video Streaming Traffic", PoPETs 2024(4). One
// machine. SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildScramblerClient();

}  // namespace machines

#endif  // MACHINES_SCRAMBLER_CLIENT_H_
