#include "tunnel/shaper/cell_record.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace shaper {

CellCounts& CellCounts::operator+=(const CellCounts& more) {
  normal_cells += more.normal_cells;
  padding_cells += more.padding_cells;
  payload_bytes += more.payload_bytes;
  fill_bytes += more.fill_bytes;
  padding_bytes += more.padding_bytes;
  opening_cells += more.opening_cells;
  return *this;
}

CellCounts CellCounts::operator-(const CellCounts& earlier) const {
  return {.normal_cells = normal_cells - earlier.normal_cells,
          .padding_cells = padding_cells - earlier.padding_cells,
          .payload_bytes = payload_bytes - earlier.payload_bytes,
          .fill_bytes = fill_bytes - earlier.fill_bytes,
          .padding_bytes = padding_bytes - earlier.padding_bytes,
          .opening_cells = opening_cells - earlier.opening_cells};
}

using maybenot::PacketKind;

void CellRecord::AddNormal(Direction direction, Normal normal,
                           base::Instant at) {
  BASE_CHECK(normal.payload_bytes <= normal.cell_bytes);
  CellCounts& counts = CountsOf(direction);
  ++counts.normal_cells;
  counts.payload_bytes += normal.payload_bytes;
  counts.fill_bytes += normal.cell_bytes - normal.payload_bytes;
  KeepEvent(direction, PacketKind::kNormal, normal.cell_bytes, at);
}

void CellRecord::AddPadding(Direction direction, std::size_t cell_bytes,
                            base::Instant at) {
  CellCounts& counts = CountsOf(direction);
  ++counts.padding_cells;
  counts.padding_bytes += cell_bytes;
  KeepEvent(direction, PacketKind::kPadding, cell_bytes, at);
}

void CellRecord::AddOpening(Direction direction, std::size_t cell_bytes,
                            base::Instant at) {
  CellCounts& counts = CountsOf(direction);
  ++counts.opening_cells;
  counts.fill_bytes += cell_bytes;
  KeepEvent(direction, PacketKind::kNormal, cell_bytes, at);
}

void CellRecord::AddWait(base::Duration wait) {
  if (waits_.size() == kMaxWaits) waits_.pop_front();
  waits_.push_back(wait);
}

std::vector<CellEvent> CellRecord::TakeEvents() {
  return std::exchange(events_, {});
}

std::vector<base::Duration> CellRecord::TakeWaits() {
  std::vector<base::Duration> waits(waits_.begin(), waits_.end());
  waits_.clear();
  return waits;
}

void CellRecord::KeepEvent(Direction direction, PacketKind kind,
                           std::size_t bytes, base::Instant at) {
  if (keep_ == Keep::kCounts) return;
  if (!events_.empty()) at = std::max(at, events_.back().at);
  events_.push_back({at, direction == Direction::kSent, kind, bytes});
}

}  // namespace shaper
