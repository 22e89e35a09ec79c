#include "tunnel/shaper/stream_end.h"

#include <vector>

#include "absl/status/status.h"
#include "base/check.h"

namespace shaper {

void StreamEnd::SetMeter(Meter* meter) {
  BASE_CHECK(meter_ == nullptr);
  meter_ = meter;
  if (up()) meter_->Attach(&*stream_);
}

void StreamEnd::Open(Stream stream) {
  BASE_CHECK(!up() && !done_);
  stream_.emplace(std::move(stream));
  if (meter_ != nullptr) meter_->Attach(&*stream_);
  application_->HandleUp(*this);
  Pump();
}

void StreamEnd::HandleReceived(absl::Span<const std::uint8_t> bytes) {
  if (!up()) return;
  const absl::Status status = stream_->HandleReceived(bytes, transport_->now());
  if (meter_ != nullptr) meter_->HandleMoved();
  if (!stream_->readable().empty()) application_->HandleReadable(*this);
  SetReading();
  Pump();  // A refusal too is to be sent.
  if (status.ok() || !up()) return;
  Close();
  application_->HandleClosed(*this, status.message());
}

void StreamEnd::HandleTimer() {
  timer_at_.reset();
  const base::Instant now = transport_->now();
  while (up()) {
    const std::optional<base::Instant> due = stream_->NextDeadline();
    if (!due || *due > now) break;
    stream_->HandleDeadline(now);
    MoveBytes();
  }
  SetTimer();
}

void StreamEnd::HandleClosed(absl::string_view reason) {
  if (done_) return;
  TakeDown();
  application_->HandleClosed(*this, reason);
}

void StreamEnd::Close() {
  if (done_) return;
  TakeDown();
  transport_->Close();
}

void StreamEnd::Pump() {
  if (!up()) return;
  MoveBytes();
  SetTimer();
}

void StreamEnd::FlushCells() {
  if (!up() || !on_cells_) return;
  const std::vector<CellEvent> cells = stream_->TakeCells();
  if (!cells.empty()) on_cells_(cells);
}

void StreamEnd::MoveBytes() {
  do {
    application_->Refill(*this);
  } while (WriteCells());
}

bool StreamEnd::WriteCells() {
  bool wrote = false;
  while (up() && transport_->HasRoom(stream_->max_write_bytes())) {
    const std::optional<absl::Span<const std::uint8_t>> cell =
        stream_->PollWrite(transport_->now());
    if (!cell) break;
    transport_->Write(*cell);
    if (meter_ != nullptr) meter_->HandleMoved();
    wrote = true;
  }
  return wrote;
}

// A deadline that moves away keeps its timer: an early one costs a look, a
// moved one a place in the queue of timers for each cell.
void StreamEnd::SetTimer() {
  if (!up()) return;
  const std::optional<base::Instant> due = stream_->NextDeadline();
  if (!due || (timer_at_ && *timer_at_ <= *due)) return;
  timer_at_ = due;
  transport_->SetTimer(due);
}

void StreamEnd::SetReading() {
  if (!up() || reading_ == readable().empty()) return;
  reading_ = !reading_;
  transport_->SetReading(reading_);
}

void StreamEnd::TakeDown() {
  done_ = true;
  if (timer_at_) transport_->SetTimer(std::nullopt);
  timer_at_.reset();
  if (!up()) return;
  FlushCells();
  if (meter_ != nullptr) meter_->Detach();
  stream_.reset();
}

}  // namespace shaper
