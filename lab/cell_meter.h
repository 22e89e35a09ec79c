// Counts one conversation's cells in both directions, over however many
// connections it takes, within the measured time.
#ifndef LAB_CELL_METER_H_
#define LAB_CELL_METER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "lab/observations.h"
#include "maybenot/defender.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/stream.h"

namespace lab {

class CellMeter {
 public:
  // Who writes: the client's cells go up.
  enum class Way : std::uint8_t { kUp = 0, kDown = 1 };

  // `stream` writes this way from now on; outlives Detach.
  void Attach(Way way, shaper::Stream* stream);
  // Its connection is over: what it counted is kept.
  void Detach(Way way);

  // After each write of the stream that is attached. Two comparisons, for
  // padding.
  void HandleWrite(Way way) {
    Side& side = sides_[static_cast<std::size_t>(way)];
    const std::uint64_t normal = side.stream->sent().normal_cells;
    if (normal == side.normal_cells) return;
    side.normal_cells = normal;
    if (++side.normal_writes % kCollectEvery == 0) TakeWaits(side);
    MarkTail();
  }

  // The measured time begins, ends; a stream's statistics count up to its last
  // event. Requires: once each, in this order.
  void Begin();
  void End();

  // What was measured. Requires: End().
  Direction Result(Way way) const;

 private:
  // What adds up: of connections past, or the present one included.
  struct Totals {
    shaper::CellCounts cells;
    maybenot::Defender::Statistics defender;
  };
  struct Side {
    shaper::Stream* stream = nullptr;
    std::uint64_t normal_cells = 0;  // The present stream's, as last seen.
    std::uint64_t normal_writes = 0;
    Totals past;
    Totals at_begin, at_end;
    shaper::CellCounts at_tail;  // When the tail, so far, began.
    std::vector<base::Duration> waits;
  };

  // Well before the stream forgets any.
  static constexpr std::uint64_t kCollectEvery =
      shaper::CellRecord::kMaxWaits / 2;

  static Totals Now(const Side& side);
  void MarkTail();
  void TakeWaits(Side& side);

  std::array<Side, 2> sides_;
  bool measuring_ = false;
};

}  // namespace lab

#endif  // LAB_CELL_METER_H_
