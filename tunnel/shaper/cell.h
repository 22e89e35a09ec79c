// A cell: a write of a fixed size that holds data chunks and the fill, or
// padding alone. No chunk crosses its end, so whoever counts bytes sees cells.
// SOURCE: design.md "Cells".
#ifndef TUNNEL_SHAPER_CELL_H_
#define TUNNEL_SHAPER_CELL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "tunnel/encapsulation/encapsulation.h"

namespace shaper {

inline constexpr std::size_t kMinCellSize = 64;     // Bytes, like the others.
inline constexpr std::size_t kMaxCellSize = 16384;  // A TLS record's.
inline constexpr std::size_t kDefaultCellSize = 512;

// The most payload that one cell carries.
inline std::size_t CellCapacity(std::size_t cell_size) {
  return encapsulation::MaxDataForSize(cell_size);
}

// Appends a cell of exactly `cell_size` bytes: one data chunk, and what is left
// as one padding chunk, the fill.
// Requires: payload.size() <= CellCapacity(cell_size).
void AppendCell(absl::Span<const std::uint8_t> payload, std::size_t cell_size,
                std::vector<std::uint8_t>& out);

// Sets `chunks` to the data chunks of a whole cell, as views of it; none: the
// cell is padding.
// Errors: kInvalidArgument naming the offset in the cell and the bound, for a
// prefix that is too long and for a chunk that passes the cell's end.
absl::Status ParseCell(absl::Span<const std::uint8_t> cell,
                       std::vector<absl::Span<const std::uint8_t>>& chunks);

// Cuts a stream of bytes into cells. Holds at most one, and none while a whole
// one lies in the input.
class CellReader {
 public:
  explicit CellReader(std::size_t cell_size) : cell_size_(cell_size) {}

  // Takes from `input` up to the end of the present cell, and gives the cell
  // when it is whole. Valid until the next call, or until the input ends.
  std::optional<absl::Span<const std::uint8_t>> Take(
      absl::Span<const std::uint8_t>& input);

  // What is there of an unfinished cell: fewer bytes than a cell has.
  absl::Span<const std::uint8_t> unfinished() const {
    return whole_ ? absl::Span<const std::uint8_t>() : held_;
  }

 private:
  std::size_t cell_size_;
  std::vector<std::uint8_t> held_;
  bool whole_ = false;  // What is held was given out.
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_CELL_H_
