#include "tunnel/shaper/defense.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/check_range.h"
#include "base/status_macros.h"

namespace shaper {

maybenot::Machines OrNoMachines(maybenot::Machines machines) {
  if (machines != nullptr) return machines;
  return std::make_shared<const std::vector<maybenot::Machine>>();
}

absl::Status CompleteDefense(Defense& defense) {
  RETURN_IF_ERROR(base::CheckRange("cell_size", defense.cell_size,
                                   {kMinCellSize, kMaxCellSize}));
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
