// Machines as JSON, in the shape that serde gives the Rust types.
// SOURCE: spec/maybenot.md 1.6.
#ifndef MAYBENOT_MACHINE_JSON_H_
#define MAYBENOT_MACHINE_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maybenot/dist.h"
#include "maybenot/machine.h"

namespace maybenot {

// One line, keys in the order of the fields; NaN and infinities are null, as
// serde_json writes them.
std::string ToJson(const MachineSpec& spec);

// A null where a number belongs is NaN; an action, counter, limit or list that
// is left out is none. Does not validate: Machine::Create does.
// Errors: kInvalidArgument with path, value and what belongs there
// ("states[2].action.SendPadding.bypass is 3: must be true or false"), for
// unknown and repeated keys too.
absl::StatusOr<MachineSpec> MachineFromJson(absl::string_view json);

absl::StatusOr<Dist> DistFromJson(absl::string_view json);

}  // namespace maybenot

#endif  // MAYBENOT_MACHINE_JSON_H_
