// What crossed a link, counted and, where it is asked for, kept.
#ifndef TUNNEL_SHAPER_CELL_RECORD_H_
#define TUNNEL_SHAPER_CELL_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "base/time.h"
#include "maybenot/packet_queue.h"

namespace shaper {

// Cells and their bytes in one direction. In stream mode, defended,
// payload + fill + padding = (normal + padding + opening cells) * cell_size.
// A plain stream's writes count as normal cells without fill.
struct CellCounts {
  std::uint64_t normal_cells = 0;  // Without opening cells.
  std::uint64_t padding_cells = 0;
  std::uint64_t payload_bytes = 0;  // The application's.
  std::uint64_t fill_bytes = 0;     // The rest of normal and opening cells.
  std::uint64_t padding_bytes = 0;  // Whole padding cells.
  std::uint64_t opening_cells = 0;  // 0 or 1 a connection.

  CellCounts& operator+=(const CellCounts& more);
  // Requires: `earlier` is of the same count.
  CellCounts operator-(const CellCounts& earlier) const;
};

// A cell as it crossed the link, for traces.
struct CellEvent {
  base::Instant at;
  bool sent;
  maybenot::PacketKind kind;  // Opening cells are normal.
  std::size_t bytes;
};

class CellRecord {
 public:
  enum class Keep : bool { kCounts, kEvents };
  enum class Direction : std::uint8_t { kSent = 0, kReceived = 1 };

  // Waits held for TakeWaits; beyond it the oldest are dropped.
  static constexpr std::size_t kMaxWaits = 8192;

  explicit CellRecord(Keep keep) : keep_(keep) {}

  // A whole cell's bytes; those that are not payload are fill.
  // Requires: payload_bytes <= cell_bytes.
  struct Normal {
    std::size_t cell_bytes;
    std::size_t payload_bytes;
  };
  void AddNormal(Direction direction, Normal normal, base::Instant at);
  void AddPadding(Direction direction, std::size_t cell_bytes,
                  base::Instant at);
  void AddOpening(Direction direction, std::size_t cell_bytes,
                  base::Instant at);
  void AddWait(base::Duration wait);

  const CellCounts& sent() const { return counts_[0]; }
  const CellCounts& received() const { return counts_[1]; }

  // Since the last call, in order; none unless events are kept.
  std::vector<CellEvent> TakeEvents();
  std::vector<base::Duration> TakeWaits();

 private:
  CellCounts& CountsOf(Direction direction) {
    return counts_[static_cast<std::size_t>(direction)];
  }
  void KeepEvent(Direction direction, maybenot::PacketKind kind,
                 std::size_t bytes, base::Instant at);

  Keep keep_;
  CellCounts counts_[2];
  std::vector<CellEvent> events_;
  std::deque<base::Duration> waits_;
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_CELL_RECORD_H_
