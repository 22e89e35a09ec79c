// Break-Pad: fake bursts in place of long ones.
#ifndef MACHINES_BREAK_PAD_H_
#define MACHINES_BREAK_PAD_H_

#include <vector>

#include "absl/status/statusor.h"
#include "maybenot/machine.h"

namespace machines {

// Counts the packets of an incoming burst; at a threshold drawn anew for each
// burst, a handful of padding packets breaks it. Sending a normal packet starts
// over. At most half of what is sent is padding, after 1,500 packets of it.
// Paper: B. Huang, Y. Du, "Break-Pad: Effective Padding Machines for Tor with
// Break Burst Padding", Cybersecurity 7, 2024; the variant "October".
// One machine a side. Thresholds are Weibull; burst lengths 1 + Pareto, which
// stands for the generalized Pareto of Tor's circuit padding (sigma/|xi|,
// 1/|xi|). SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildBreakPadClient();
absl::StatusOr<std::vector<maybenot::Machine>> BuildBreakPadServer();

}  // namespace machines

#endif  // MACHINES_BREAK_PAD_H_
