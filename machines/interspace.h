// Interspace: padding machines that differ from circuit to circuit.
#ifndef MACHINES_INTERSPACE_H_
#define MACHINES_INTERSPACE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "maybenot/machine.h"

namespace machines {

// Both sides are drawn when they are built. The server is, by a coin flip, the
// evolved machine "spring" with new parameters, or one written by hand that
// extends real bursts and injects fake ones. The client answers padding with
// padding. At most half of what is sent is padding, after 1,500 packets of it.
// Paper: T. Pulls, "Towards Effective and Efficient Padding Machines for Tor",
// arXiv:2011.13471, 2020; log-logistic times are approximated by Gamma(alpha *
// beta, 1 / beta). One machine a side.
// Draws: the client two coins, the server up to 17 words. Errors: a drawn
// parameter of exactly 0, less likely than 1 in 2^48, is kInvalidArgument.
// SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildInterspaceClient(
    base::Random& random);
absl::StatusOr<std::vector<maybenot::Machine>> BuildInterspaceServer(
    base::Random& random);

}  // namespace machines

#endif  // MACHINES_INTERSPACE_H_
