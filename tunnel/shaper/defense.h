// One side of a defense, as the shapers run it.
#ifndef TUNNEL_SHAPER_DEFENSE_H_
#define TUNNEL_SHAPER_DEFENSE_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "maybenot/defender.h"
#include "maybenot/machine.h"
#include "tunnel/shaper/cell.h"
#include "tunnel/shaper/cell_record.h"

namespace shaper {

struct Defense {
  maybenot::Machines machines = {};  // Of this side; none is an empty list.
  maybenot::Defender::Options defender = {};
  std::size_t cell_size = kDefaultCellSize;  // Bytes, of both directions.
};

// `machines`, or an empty list for a null pointer.
maybenot::Machines OrNoMachines(maybenot::Machines machines);

// Puts what was left out in its place: an empty list of machines, and
// padding_bytes = cell_size.
// Errors: kInvalidArgument for a cell_size out of bounds.
absl::Status CompleteDefense(Defense& defense);

// A defense as one field of a log line, without a comma: "none", or its cell
// size and the names of its machines, "512 NAME+NAME", or "512 no_machines".
// Costs a serialization and a SHA-256 a machine: keep the result. A machine
// that has no name (its serialization is too long) is "unnamed".
std::string DescribeDefense(const std::optional<Defense>& defense);

}  // namespace shaper

#endif  // TUNNEL_SHAPER_DEFENSE_H_
