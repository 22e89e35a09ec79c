// RegulaTor, the server's side.
#ifndef MACHINES_REGULATOR_SERVER_H_
#define MACHINES_REGULATOR_SERVER_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "machines/parameter.h"
#include "maybenot/machine.h"

namespace machines {

struct RegulatorServerOptions {
  double initial_rate;    // R: packets a second at a surge's start.
  double decay;           // D: what of the rate is left after a second.
  double surge_ratio;     // T: queued packets to the rate that start a surge.
  double padding_budget;  // N: packets; the budget is drawn up to this.
  std::uint32_t bins;     // Pieces that a surge is cut into.
};

inline constexpr std::array<Parameter, 5> kRegulatorServerParameters = {{
    {"r", "packets/s", "rate at which a surge begins", 1.000001, 1e6},
    {"d", "", "what of the rate is left after a second", 1e-6, 0.999999},
    {"t", "", "packets queued, by the rate, that start a new surge", 0, 1e6},
    {"n", "packets", "the padding budget is drawn from 1 to this", 1, 1e12},
    {"b", "bins", "pieces that a surge is cut into", 1, 10000, true},
}};

// Downloads are made to look like surges: a constant rate that decays, padding
// where nothing waits, and begins anew when too much has queued. When the
// padding budget is spent, what waits goes out at that rate without padding.
// Paper: J. Holland, N. Hopper, "RegulaTor: A Straightforward Website
// Fingerprinting Defense", PoPETs 2022(2).
// Seven machines: seal, boot (the first ten packets), rate, surge, echo (hands
// signals on), budget, block rate. Each draws at run time only.
// Errors: kInvalidArgument naming parameter, value and bound.
// SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildRegulatorServer(
    const RegulatorServerOptions& options);

}  // namespace machines

#endif  // MACHINES_REGULATOR_SERVER_H_
