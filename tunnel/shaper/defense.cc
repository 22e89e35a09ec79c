#include "tunnel/shaper/defense.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

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

}  // namespace shaper
