#include "lab/cell_meter.h"

#include "base/check.h"

namespace lab {
namespace {

using maybenot::Defender;

void Add(const shaper::CellCounts& more, shaper::CellCounts& sum) {
  sum.normal_cells += more.normal_cells;
  sum.padding_cells += more.padding_cells;
  sum.payload_bytes += more.payload_bytes;
  sum.fill_bytes += more.fill_bytes;
  sum.padding_bytes += more.padding_bytes;
  sum.opening_cells += more.opening_cells;
}

shaper::CellCounts Difference(const shaper::CellCounts& later,
                              const shaper::CellCounts& earlier) {
  return {.normal_cells = later.normal_cells - earlier.normal_cells,
          .padding_cells = later.padding_cells - earlier.padding_cells,
          .payload_bytes = later.payload_bytes - earlier.payload_bytes,
          .fill_bytes = later.fill_bytes - earlier.fill_bytes,
          .padding_bytes = later.padding_bytes - earlier.padding_bytes,
          .opening_cells = later.opening_cells - earlier.opening_cells};
}

// Only what a Direction is read for: blocked time and exceptions.
void Add(const Defender::Statistics& more, Defender::Statistics& sum) {
  sum.blocked += more.blocked;
  sum.refused += more.refused;
  sum.padding_dropped += more.padding_dropped;
  sum.padding_replaced += more.padding_replaced;
  sum.blocking_ended_by_full_queue += more.blocking_ended_by_full_queue;
  sum.stalled += more.stalled;
  sum.restarts += more.restarts;
  sum.given_up += more.given_up;
}

}  // namespace

void CellMeter::Attach(Way way, shaper::Stream* stream) {
  Side& side = sides_[static_cast<std::size_t>(way)];
  BASE_CHECK(side.stream == nullptr);
  side.stream = stream;
  side.normal_cells = stream->sent().normal_cells;
}

void CellMeter::Detach(Way way) {
  Side& side = sides_[static_cast<std::size_t>(way)];
  TakeWaits(side);
  side.past = Now(side);
  side.stream = nullptr;
}

CellMeter::Totals CellMeter::Now(const Side& side) {
  Totals totals = side.past;
  if (side.stream == nullptr) return totals;
  Add(side.stream->sent(), totals.cells);
  if (side.stream->defender() != nullptr) {
    Add(side.stream->defender()->statistics(), totals.defender);
  }
  return totals;
}

void CellMeter::MarkTail() {
  if (!measuring_) return;
  for (Side& side : sides_) side.at_tail = Now(side).cells;
}

void CellMeter::TakeWaits(Side& side) {
  if (side.stream == nullptr) return;
  const std::vector<base::Duration> waits = side.stream->TakeWaits();
  if (!measuring_) return;
  side.waits.insert(side.waits.end(), waits.begin(), waits.end());
}

void CellMeter::Begin() {
  for (Side& side : sides_) {
    TakeWaits(side);  // Those of the warm-up.
    side.at_begin = Now(side);
  }
  measuring_ = true;
  MarkTail();
}

void CellMeter::End() {
  for (Side& side : sides_) {
    TakeWaits(side);
    side.at_end = Now(side);
  }
  measuring_ = false;
}

Direction CellMeter::Result(Way way) const {
  const Side& side = sides_[static_cast<std::size_t>(way)];
  const shaper::CellCounts tail = Difference(side.at_end.cells, side.at_tail);
  return {
      .cells = Difference(side.at_end.cells, side.at_begin.cells),
      .tail_cells = tail.padding_cells,
      .tail_bytes = tail.padding_bytes,
      .waits = side.waits,
      .blocked = side.at_end.defender.blocked - side.at_begin.defender.blocked,
      .defender = Now(side).defender};
}

}  // namespace lab
