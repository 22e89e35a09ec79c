// One side of a defense, as the shapers run it.
#ifndef TUNNEL_SHAPER_DEFENSE_H_
#define TUNNEL_SHAPER_DEFENSE_H_

#include <cstddef>
#include <cstdint>

#include "base/time.h"
#include "maybenot/defender.h"
#include "maybenot/machine.h"
#include "tunnel/shaper/cell.h"

namespace shaper {

struct Defense {
  maybenot::Machines machines;  // Of this side; may be an empty list.
  maybenot::Defender::Options defender;
  std::size_t cell_size = kDefaultCellSize;  // Bytes, of both directions.
};

// Cells and their bytes in one direction. In stream mode
// payload + fill + padding = cells * cell_size.
struct CellCounts {
  std::uint64_t normal_cells = 0;
  std::uint64_t padding_cells = 0;
  std::uint64_t payload_bytes = 0;  // The application's.
  std::uint64_t fill_bytes = 0;     // The rest of normal and opening cells.
  std::uint64_t padding_bytes = 0;  // Whole padding cells.
  std::uint64_t opening_cells = 0;  // 0 or 1.
};

// A cell as it crossed the link, for traces.
struct CellEvent {
  base::Instant at;
  bool sent;
  maybenot::PacketKind kind;  // Opening cells are normal.
  std::size_t bytes;
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_DEFENSE_H_
