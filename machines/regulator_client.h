// RegulaTor, the client's side.
#ifndef MACHINES_REGULATOR_CLIENT_H_
#define MACHINES_REGULATOR_CLIENT_H_

#include <array>
#include <vector>

#include "absl/status/statusor.h"
#include "machines/parameter.h"
#include "maybenot/machine.h"

namespace machines {

struct RegulatorClientOptions {
  double upload_ratio;  // Packets received for each one sent.
  double delay_cap_s;   // How long a packet may wait, in seconds.
};

inline constexpr std::array<Parameter, 2> kRegulatorClientParameters = {{
    {"u", "", "packets received for each one sent", 1, 1e9},
    {"c", "s", "how long a packet may wait", 0, 86400},
}};

// Sends one packet, padding if nothing waits, for each `u` received, the
// fraction by chance; a packet that has waited for `c` releases all that wait.
// Paper: J. Holland, N. Hopper, "RegulaTor: A Straightforward Website
// Fingerprinting Defense", PoPETs 2022(2). Three machines: seal, loop, queue.
// Errors: kInvalidArgument naming parameter, value and bound.
// SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildRegulatorClient(
    const RegulatorClientOptions& options);

}  // namespace machines

#endif  // MACHINES_REGULATOR_CLIENT_H_
