#include "lab/sim_connection.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/check.h"

namespace lab {

SimConnection::SimConnection(sim::Scheduler* scheduler, Options options,
                             std::array<base::Random, 2> randoms,
                             CellMeter* meter, Callbacks callbacks)
    : scheduler_(scheduler),
      stream_options_(std::move(options.streams)),
      randoms_(randoms),
      meter_(meter),
      callbacks_(std::move(callbacks)),
      pipe_(scheduler, std::move(options.pipe),
            {PipeCallbacks(End::kClient), PipeCallbacks(End::kServer)}) {}

SimConnection::~SimConnection() {
  for (const End end : {End::kClient, End::kServer}) Finish(end);
}

sim::BytePipe::Callbacks SimConnection::PipeCallbacks(End end) {
  return {.on_received =
              [this, end](absl::Span<const std::uint8_t> bytes) {
                HandleReceived(end, bytes);
              },
          .on_writable = [this, end] { HandleWritable(end); },
          .on_closed = [this, end] { HandleClosed(end, "connection lost"); }};
}

std::size_t SimConnection::Write(End end,
                                 absl::Span<const std::uint8_t> bytes) {
  return SideOf(end).stream->Write(bytes, scheduler_->now());
}

absl::Span<const std::uint8_t> SimConnection::readable(End end) const {
  return SideOf(end).stream->readable();
}

void SimConnection::Consume(End end, std::size_t bytes) {
  SideOf(end).stream->Consume(bytes);
}

void SimConnection::FlushCells() {
  Side& client = SideOf(End::kClient);
  if (!client.stream || !callbacks_.on_cells) return;
  const std::vector<shaper::CellEvent> cells = client.stream->TakeCells();
  if (!cells.empty()) callbacks_.on_cells(cells);
}

void SimConnection::Pump(End end) {
  if (!up(end)) return;
  MoveBytes(end);
  SetTimer(end);
}

void SimConnection::Close(End end) {
  if (SideOf(end).gone) return;
  Finish(end);
  pipe_.Close(end);
}

void SimConnection::Reset() { pipe_.Reset(); }

void SimConnection::HandleWritable(End end) {
  Side& side = SideOf(end);
  if (!side.stream && !side.gone) {
    const std::size_t index = static_cast<std::size_t>(end);
    stream_options_[index].record_cells =
        end == End::kClient && callbacks_.on_cells != nullptr;
    absl::StatusOr<shaper::Stream> stream = shaper::Stream::Create(
        stream_options_[index], randoms_[index], scheduler_->now());
    BASE_CHECK(stream.ok());  // The experiment was checked.
    side.stream.emplace(*std::move(stream));
    meter_->Attach(WayFrom(end), &*side.stream);
    callbacks_.on_up(end);
  }
  Pump(end);
}

void SimConnection::HandleReceived(End end,
                                   absl::Span<const std::uint8_t> bytes) {
  Side& side = SideOf(end);
  if (!side.stream) return;
  const absl::Status status =
      side.stream->HandleReceived(bytes, scheduler_->now());
  if (!side.stream->readable().empty()) callbacks_.on_readable(end);
  Pump(end);  // A refusal too is to be sent.
  if (status.ok() || !side.stream) return;
  Close(end);
  callbacks_.on_closed(end, status.message());
}

void SimConnection::HandleClosed(End end, absl::string_view reason) {
  if (SideOf(end).gone) return;
  Finish(end);
  callbacks_.on_closed(end, reason);
}

void SimConnection::HandleTimer(End end) {
  Side& side = SideOf(end);
  side.timer.reset();
  const base::Instant now = scheduler_->now();
  while (side.stream) {
    const std::optional<base::Instant> due = side.stream->NextDeadline();
    if (!due || *due > now) break;
    side.stream->HandleDeadline(now);
    MoveBytes(end);
  }
  SetTimer(end);
}

void SimConnection::MoveBytes(End end) {
  do {
    callbacks_.refill(end);
  } while (WriteCells(end));
}

bool SimConnection::WriteCells(End end) {
  Side& side = SideOf(end);
  bool wrote = false;
  while (side.stream && pipe_.HasRoom(end, side.stream->max_write_bytes())) {
    const std::optional<absl::Span<const std::uint8_t>> cell =
        side.stream->PollWrite(scheduler_->now());
    if (!cell) break;
    pipe_.Write(end, *cell);
    meter_->HandleWrite(WayFrom(end));
    wrote = true;
  }
  return wrote;
}

// A deadline that moves away keeps its timer: an early one costs a look, a
// cancelled one a place in the queue of events for each cell.
void SimConnection::SetTimer(End end) {
  Side& side = SideOf(end);
  if (!side.stream) return;
  const std::optional<base::Instant> due = side.stream->NextDeadline();
  if (!due || (side.timer && side.timer_at <= *due)) return;
  if (side.timer) scheduler_->Cancel(*side.timer);
  side.timer_at = *due;
  side.timer = scheduler_->At(*due, [this, end] { HandleTimer(end); });
}

void SimConnection::Finish(End end) {
  Side& side = SideOf(end);
  side.gone = true;
  if (side.timer) scheduler_->Cancel(*side.timer);
  side.timer.reset();
  if (!side.stream) return;
  if (end == End::kClient) FlushCells();
  meter_->Detach(WayFrom(end));
  side.stream.reset();
}

}  // namespace lab
