#include "machines/generation/machine_list_json.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "maybenot/machine.h"

namespace generation {

absl::StatusOr<std::vector<maybenot::Machine>> MachinesFromJson(
    const nlohmann::json& list, absl::string_view where) {
  if (!list.is_array()) {
    return absl::InvalidArgumentError(
        absl::StrCat(where, " must be a list of machines"));
  }
  std::vector<maybenot::Machine> machines;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_string()) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, "[", i, "] must be a machine's text"));
    }
    auto machine =
        maybenot::Machine::Parse(list[i].get_ref<const std::string&>());
    if (!machine.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, "[", i, "]: ", machine.status().message()));
    }
    machines.push_back(*std::move(machine));
  }
  return machines;
}

}  // namespace generation
