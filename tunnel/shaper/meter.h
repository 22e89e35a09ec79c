// Counts what one end of a conversation wrote within a measured time, over
// however many connections it takes.
#ifndef TUNNEL_SHAPER_METER_H_
#define TUNNEL_SHAPER_METER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "maybenot/defender.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/stream.h"

namespace shaper {

// One direction of a conversation, as its sender saw it. "Cells" of plain
// streams are writes.
struct Measured {
  // Within the measured time:
  CellCounts cells;
  std::uint64_t tail_cells = 0;  // Padding written after the last normal cell
  std::uint64_t tail_bytes = 0;  // was, or was read; all of it, if none was.
  std::vector<base::Duration> waits;  // Of each normal cell, before its write.
  base::Duration blocked = base::Duration(0);
  // Over the whole run, of all its Defenders: the exceptions count.
  maybenot::Defender::Statistics defender;
};

class Meter {
 public:
  // What adds up: of connections past, and the present one.
  struct Totals {
    CellCounts sent, received;
    maybenot::Defender::Statistics defender;
  };

  // Counts `stream`, from its beginning; it outlives Detach.
  void Attach(Stream* stream);
  // Its connection is over: what it counted is kept.
  void Detach();

  // After each write or read of the stream that is attached. Two comparisons,
  // for padding.
  void HandleMoved() {
    const std::uint64_t sent = stream_->sent().normal_cells;
    const std::uint64_t received = stream_->received().normal_cells;
    if (sent == normal_sent_ && received == normal_received_) return;
    if (sent != normal_sent_ && ++normal_writes_ % kCollectEvery == 0) {
      TakeWaits();
    }
    normal_sent_ = sent;
    normal_received_ = received;
    MarkTail();
  }

  // The measured time begins, ends; a stream's statistics count up to its last
  // event. Requires: once each, in this order.
  void Begin();
  void End();

  // What was measured. Requires: End().
  Measured Result() const;
  // The whole run, so far.
  Totals Now() const;

 private:
  // Well before the stream forgets any.
  static constexpr std::uint64_t kCollectEvery = CellRecord::kMaxWaits / 2;

  void MarkTail();
  void TakeWaits();

  Stream* stream_ = nullptr;
  std::uint64_t normal_sent_ = 0;  // The present stream's, as last seen.
  std::uint64_t normal_received_ = 0;
  std::uint64_t normal_writes_ = 0;
  bool measuring_ = false;
  Totals past_;
  Totals at_begin_, at_end_;
  CellCounts at_tail_;  // Sent, when the tail, so far, began.
  std::vector<base::Duration> waits_;
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_METER_H_
