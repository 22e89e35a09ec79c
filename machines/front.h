// FRONT: padding where pages are told apart, at their beginning.
#ifndef MACHINES_FRONT_H_
#define MACHINES_FRONT_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "machines/parameter.h"
#include "maybenot/machine.h"

namespace machines {

struct FrontOptions {
  std::uint32_t padding_budget_max;  // Packets; the budget is drawn below it.
  double window_min_us, window_max_us;  // The window is drawn between these.
  std::uint32_t num_states;  // Pieces that the distribution is cut into.
};

// Some thousands of states are more than the part of the distribution that is
// kept can be cut into, which is an error; about 1,300 are what a text form
// holds.
inline constexpr std::array<Parameter, 4> kFrontParameters = {{
    {"padding_budget_max", "packets",
     "the budget is drawn from 1 to below this", 2, 4294967295, true},
    {"window_min", "us", "the shortest window", 0, kLongestUs},
    {"window_max", "us", "the longest window", 0, kLongestUs},
    {"num_states", "states", "pieces that the distribution is cut into", 1,
     10000, true},
}};

// A budget and a window are drawn when the machine is built. From the first
// normal packet on, padding goes out at times that follow a Rayleigh
// distribution with the window as its scale: dense early, then thin. Its area
// is cut into `num_states` equal pieces, each a state whose timeouts are normal
// and whose limit is uniform from 1 to its share of the budget. Adds no delay.
// Paper: J. Gong, T. Wang, "Zero-delay Lightweight Defenses against Website
// Fingerprinting", USENIX Security 2020; as a machine: E. Witwer, J. Holland,
// N. Hopper, "Padding-only Defenses Add Delay in Tor", WPES 2022, and "State
// Machine Frameworks for Website Fingerprinting Defenses: Maybe Not".
// One machine, for either side.
// Draws: one whole number, one real. Errors: kInvalidArgument naming parameter,
// value and bound. SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildFront(
    const FrontOptions& options, base::Random& random);

}  // namespace machines

#endif  // MACHINES_FRONT_H_
