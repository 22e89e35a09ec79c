#include "tunnel/shaper/defense.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace shaper {

maybenot::Machines OrNoMachines(maybenot::Machines machines) {
  if (machines != nullptr) return machines;
  return std::make_shared<const std::vector<maybenot::Machine>>();
}

absl::Status CompleteDefense(Defense& defense) {
  if (defense.cell_size < kMinCellSize || defense.cell_size > kMaxCellSize) {
    return absl::InvalidArgumentError(
        absl::StrCat("cell_size is ", defense.cell_size, ": it must be in ",
                     kMinCellSize, "..", kMaxCellSize));
  }
  defense.machines = OrNoMachines(std::move(defense.machines));
  if (defense.defender.padding_bytes == 0) {
    defense.defender.padding_bytes =
        static_cast<std::uint32_t>(defense.cell_size);
  }
  return absl::OkStatus();
}

std::string DescribeDefense(const std::optional<Defense>& defense) {
  if (!defense.has_value()) return "none";
  const maybenot::Machines machines = OrNoMachines(defense->machines);
  const auto append_name = [](std::string* to, const maybenot::Machine& one) {
    to->append(one.Name().value_or("unnamed"));
  };
  return absl::StrCat(defense->cell_size, " ",
                      machines->empty()
                          ? "no_machines"
                          : absl::StrJoin(*machines, "+", append_name));
}

}  // namespace shaper
