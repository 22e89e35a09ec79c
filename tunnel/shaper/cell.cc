#include "tunnel/shaper/cell.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"

namespace shaper {

using encapsulation::Decoder;

void AppendCell(absl::Span<const std::uint8_t> payload, std::size_t cell_size,
                std::vector<std::uint8_t>& out) {
  BASE_CHECK(payload.size() <= CellCapacity(cell_size));
  const std::size_t end = out.size() + cell_size;
  out.reserve(end);
  encapsulation::AppendData(payload, out);
  if (out.size() < end) {
    encapsulation::AppendPaddingChunk(end - out.size(), out);
  }
}

absl::Status ParseCell(absl::Span<const std::uint8_t> cell,
                       std::vector<absl::Span<const std::uint8_t>>& chunks) {
  chunks.clear();
  Decoder decoder;
  absl::Span<const std::uint8_t> rest = cell;
  while (!rest.empty()) {
    const std::size_t offset = cell.size() - rest.size();
    absl::StatusOr<std::optional<Decoder::Piece>> piece = decoder.Next(rest);
    if (!piece.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "cell, offset ", offset, ": ", piece.status().message()));
    }
    if (!piece->has_value() || !(*piece)->ends_chunk) {
      return absl::InvalidArgumentError(
          absl::StrCat("cell, offset ", offset,
                       ": a chunk passes the cell's end at ", cell.size()));
    }
    if ((*piece)->is_data) chunks.push_back((*piece)->bytes);
  }
  return absl::OkStatus();
}

std::optional<absl::Span<const std::uint8_t>> CellReader::Take(
    absl::Span<const std::uint8_t>& input) {
  if (whole_) {
    held_.clear();
    whole_ = false;
  }
  const absl::Span<const std::uint8_t> taken =
      input.first(std::min(cell_size_ - held_.size(), input.size()));
  input.remove_prefix(taken.size());
  if (taken.size() == cell_size_) return taken;
  held_.insert(held_.end(), taken.begin(), taken.end());
  if (held_.size() < cell_size_) return std::nullopt;
  whole_ = true;
  return held_;
}

}  // namespace shaper
