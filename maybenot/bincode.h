// A machine as bytes: the payload of its text form.
//
//   machine     allowed_padding_packets:int max_padding_frac:f64
//               allowed_blocked_microsec:int max_blocking_frac:f64
//               length:int state...
//   state       option action, option counter A, option counter B, then for
//               each of 13 events: option (length:int (state:int f32)...)
//   action      0 timer | 1 bypass replace timeout limit?
//               | 2 bypass replace timeout duration limit?
//               | 3 replace duration limit?
//   counter     operation, option dist, copy
//   dist        tag, parameters, start:f64, max:f64
//
// SOURCE: spec/maybenot.md 1.2.
#ifndef MAYBENOT_BINCODE_H_
#define MAYBENOT_BINCODE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maybenot/machine_spec.h"

namespace maybenot {

// Does not validate. Holds the result alone: at most 752 bytes for each 16 of
// `payload`. Errors: kInvalidArgument naming field, byte, value and bound.
absl::StatusOr<MachineSpec> MachineFromBincode(absl::string_view payload);

std::string ToBincode(const MachineSpec& spec);

}  // namespace maybenot

#endif  // MAYBENOT_BINCODE_H_
