#include "tunnel/shaper/defense_yaml.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/file_reader.h"
#include "base/status_macros.h"
#include "base/yaml.h"
#include "maybenot/defender.h"
#include "tunnel/shaper/cell.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/machine_reader.h"

namespace shaper {
namespace {

using maybenot::Defender;

constexpr std::uint64_t kMaxQueuePackets = 1'000'000;

Defender::Restart ReadRestart(base::YamlMap& map) {
  const std::string restart = map.StringOr("restart", "never");
  if (restart == "when_ended") return Defender::Restart::kWhenEnded;
  if (restart != "never") {
    map.Fail(map.Node("restart").Expected("never or when_ended"));
  }
  return Defender::Restart::kNever;
}

}  // namespace

Defender::Options ReadDefenderOptions(base::YamlMap& map) {
  Defender::Options options;
  options.restart = ReadRestart(map);
  options.limits.max_padding_frac =
      map.DoubleOr("max_padding_frac", 0, {.min = 0, .max = 1});
  options.limits.max_blocking_frac =
      map.DoubleOr("max_blocking_frac", 0, {.min = 0, .max = 1});
  options.queue_packets =
      map.UintOr("queue", options.queue_packets, {1, kMaxQueuePackets});
  return options;
}

std::size_t ReadCellSize(base::YamlMap& map, std::size_t fallback) {
  return map.UintOr("cell_size", fallback, {kMinCellSize, kMaxCellSize});
}

absl::StatusOr<Defense> ReadDefense(const base::Yaml& node,
                                    MachineReader& machines) {
  base::YamlMap map(node);
  Defense defense;
  defense.defender = ReadDefenderOptions(map);
  defense.cell_size = ReadCellSize(map, kDefaultCellSize);
  const std::optional<base::Yaml> named = map.NodeOr("machines");
  RETURN_IF_ERROR(map.Finish());
  if (named.has_value()) {
    ASSIGN_OR_RETURN(defense.machines, machines.Read(*named));
  }
  defense.machines = OrNoMachines(std::move(defense.machines));
  return defense;
}

absl::StatusOr<Defense> ParseDefense(absl::string_view yaml,
                                     absl::string_view file_name,
                                     base::FileReader read_file) {
  ASSIGN_OR_RETURN(const base::Yaml root, base::Yaml::Parse(yaml, file_name));
  MachineReader machines(std::move(read_file));
  return ReadDefense(root, machines);
}

}  // namespace shaper
