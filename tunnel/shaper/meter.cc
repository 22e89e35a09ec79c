#include "tunnel/shaper/meter.h"

#include "base/check.h"

namespace shaper {
namespace {

using maybenot::Defender;

// Only what Measured is read for: blocked time and exceptions.
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

void Meter::Attach(Stream* stream) {
  BASE_CHECK(stream_ == nullptr);
  stream_ = stream;
  normal_sent_ = stream->sent().normal_cells;
  normal_received_ = stream->received().normal_cells;
}

void Meter::Detach() {
  TakeWaits();
  past_ = Now();
  stream_ = nullptr;
}

Meter::Totals Meter::Now() const {
  Totals totals = past_;
  if (stream_ == nullptr) return totals;
  totals.sent += stream_->sent();
  totals.received += stream_->received();
  if (stream_->defender() != nullptr) {
    Add(stream_->defender()->statistics(), totals.defender);
  }
  return totals;
}

void Meter::MarkTail() {
  if (measuring_) at_tail_ = Now().sent;
}

void Meter::TakeWaits() {
  if (stream_ == nullptr) return;
  const std::vector<base::Duration> waits = stream_->TakeWaits();
  if (measuring_) waits_.insert(waits_.end(), waits.begin(), waits.end());
}

void Meter::Begin() {
  TakeWaits();  // Those of before.
  at_begin_ = Now();
  measuring_ = true;
  MarkTail();
}

void Meter::End() {
  TakeWaits();
  at_end_ = Now();
  measuring_ = false;
}

Measured Meter::Result() const {
  const CellCounts tail = at_end_.sent - at_tail_;
  return {.cells = at_end_.sent - at_begin_.sent,
          .tail_cells = tail.padding_cells,
          .tail_bytes = tail.padding_bytes,
          .waits = waits_,
          .blocked = at_end_.defender.blocked - at_begin_.defender.blocked,
          .defender = Now().defender};
}

}  // namespace shaper
