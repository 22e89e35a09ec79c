// One side's defense as YAML, the same wherever one is attached: in
// mgen-client's configuration, and as the whole of the file that mgen-server's
// --defense names. Experiments share the keys but `machines`.
//
//   machines: front.txt        # or a list of strings "02..."; none if left out
//   max_padding_frac: 0.5      # 0 to 1; 0, the default, is no limit
//   max_blocking_frac: 0.5     # 0 to 1; 0, the default, is no limit
//   queue: 1024                # packets, 1 to 1,000,000
//   cell_size: 512             # bytes, kMinCellSize to kMaxCellSize
//   restart: never             # or when_ended
//
// SOURCE: design.md "The Defender", "Cells".
#ifndef TUNNEL_SHAPER_DEFENSE_YAML_H_
#define TUNNEL_SHAPER_DEFENSE_YAML_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/file_reader.h"
#include "base/yaml.h"
#include "maybenot/defender.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/machine_reader.h"

namespace shaper {

// A map of the keys above. `machines` of the result is never null.
// Errors: kInvalidArgument "FILE:LINE: KEY: value, bound", and those of
// MachineReader::Read.
absl::StatusOr<Defense> ReadDefense(const base::Yaml& node,
                                    MachineReader& machines);

// The same of a whole file of that name.
absl::StatusOr<Defense> ParseDefense(absl::string_view yaml,
                                     absl::string_view file_name,
                                     base::FileReader read_file);

// Parts, for maps that have more keys. An error is kept in `map`.
// The keys max_padding_frac, max_blocking_frac, queue and restart.
maybenot::Defender::Options ReadDefenderOptions(base::YamlMap& map);
// The key cell_size.
std::size_t ReadCellSize(base::YamlMap& map, std::size_t fallback);

}  // namespace shaper

#endif  // TUNNEL_SHAPER_DEFENSE_YAML_H_
