// Lists of machines in JSON.
#ifndef MACHINES_GENERATION_MACHINE_LIST_JSON_H_
#define MACHINES_GENERATION_MACHINE_LIST_JSON_H_

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maybenot/machine.h"

namespace generation {

// The machines of a list of their text forms. Errors: kInvalidArgument that
// begins with `where`, then the index.
absl::StatusOr<std::vector<maybenot::Machine>> MachinesFromJson(
    const nlohmann::json& list, absl::string_view where);

}  // namespace generation

#endif  // MACHINES_GENERATION_MACHINE_LIST_JSON_H_
