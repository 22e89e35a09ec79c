#include "lab/defense_spec.h"

#include <algorithm>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "base/yaml.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/defense_yaml.h"

namespace lab {

DefenseSpec DefenseSpec::None() {
  DefenseSpec spec;
  spec.name = "none";
  spec.none = true;
  spec.client = shaper::OrNoMachines(nullptr);
  spec.server = shaper::OrNoMachines(nullptr);
  return spec;
}

bool IsLabel(absl::string_view name) {
  const auto is_alnum = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c));
  };
  return !name.empty() && name.size() <= 64 && is_alnum(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) {
           return is_alnum(c) || c == '.' || c == '_' || c == '-';
         });
}

absl::StatusOr<DefenseSpec> DefenseReader::Read(const base::Yaml& node) {
  base::YamlMap map(node);
  DefenseSpec spec = DefenseSpec::None();
  spec.name = map.String("name");
  if (map.ok() && !IsLabel(spec.name)) {
    map.Fail(map.Node("name").Expected(
        "1 to 64 letters, digits, '.', '_' and '-', the first a letter or "
        "digit"));
  }
  spec.none = spec.name == "none";
  if (spec.none) {
    RETURN_IF_ERROR(map.Finish());
    return spec;
  }
  spec.options = shaper::ReadDefenderOptions(map);
  spec.cell_size = shaper::ReadCellSize(map, cell_size_);
  const std::optional<base::Yaml> client = map.NodeOr("client");
  const std::optional<base::Yaml> server = map.NodeOr("server");
  RETURN_IF_ERROR(map.Finish());
  if (client.has_value()) {
    ASSIGN_OR_RETURN(spec.client, machines_.Read(*client));
  }
  if (server.has_value()) {
    ASSIGN_OR_RETURN(spec.server, machines_.Read(*server));
  }
  return spec;
}

}  // namespace lab
