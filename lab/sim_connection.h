// One connection of the simulation: a stream at each end (plain or defended)
// and a byte pipe between them. It moves bytes and deadlines, and knows nothing
// of what they mean.
#ifndef LAB_SIM_CONNECTION_H_
#define LAB_SIM_CONNECTION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "lab/cell_meter.h"
#include "sim/byte_pipe.h"
#include "sim/scheduler.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/stream.h"

namespace lab {

class SimConnection {
 public:
  using End = sim::BytePipe::End;

  // Called from the scheduler or from Pump; they may call anything here but the
  // destructor and, from `refill`, Pump.
  struct Callbacks {
    std::function<void(End)> on_up;
    // Write what there is to write, as far as Write takes it.
    std::function<void(End)> refill;
    // There is more to read, if the application wants it.
    std::function<void(End)> on_readable;
    // This end is gone, after an error of its own or because of the other's.
    std::function<void(End, absl::string_view reason)> on_closed;
    // If set: the cells as the client saw them since the last call; by
    // FlushCells, and before the client's end is gone.
    std::function<void(absl::Span<const shaper::CellEvent>)> on_cells;
  };
  struct Options {
    sim::BytePipe::Options pipe;
    std::array<shaper::Stream::Options, 2> streams;  // By End.
  };

  // Connects. `meter` outlives this. Requires: valid stream options.
  SimConnection(sim::Scheduler* scheduler, Options options,
                std::array<base::Random, 2> randoms, CellMeter* meter,
                Callbacks callbacks);
  SimConnection(const SimConnection&) = delete;
  SimConnection& operator=(const SimConnection&) = delete;
  ~SimConnection();

  // Whether this end is up: only then may it be used by what is below.
  bool up(End end) const { return SideOf(end).stream.has_value(); }

  // As Stream's.
  std::size_t Write(End end, absl::Span<const std::uint8_t> bytes);
  absl::Span<const std::uint8_t> readable(End end) const;
  void Consume(End end, std::size_t bytes);

  // Refills and writes until nothing moves, and sets the timer. After anything
  // that may have changed what there is to write.
  void Pump(End end);

  void FlushCells();

  // This end closes, without on_closed; the other one hears it in time.
  void Close(End end);
  // The link breaks; both ends that are still there hear on_closed.
  void Reset();

 private:
  struct Side {
    std::optional<shaper::Stream> stream;
    std::optional<sim::Scheduler::EventId> timer;
    base::Instant timer_at;  // Never later than the stream's deadline.
    bool gone = false;
  };

  Side& SideOf(End end) { return sides_[static_cast<std::size_t>(end)]; }
  const Side& SideOf(End end) const {
    return sides_[static_cast<std::size_t>(end)];
  }
  static CellMeter::Way WayFrom(End end) {
    return end == End::kClient ? CellMeter::Way::kUp : CellMeter::Way::kDown;
  }

  sim::BytePipe::Callbacks PipeCallbacks(End end);
  void HandleWritable(End end);
  void HandleReceived(End end, absl::Span<const std::uint8_t> bytes);
  void HandleClosed(End end, absl::string_view reason);
  void HandleTimer(End end);
  void MoveBytes(End end);
  // Whether a cell left.
  bool WriteCells(End end);
  void SetTimer(End end);
  void Finish(End end);

  sim::Scheduler* scheduler_;
  std::array<shaper::Stream::Options, 2> stream_options_;
  std::array<base::Random, 2> randoms_;
  CellMeter* meter_;
  Callbacks callbacks_;
  std::array<Side, 2> sides_;
  sim::BytePipe pipe_;  // Last: it calls back.
};

}  // namespace lab

#endif  // LAB_SIM_CONNECTION_H_
