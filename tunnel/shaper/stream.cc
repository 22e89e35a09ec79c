#include "tunnel/shaper/stream.h"

#include <utility>

#include "base/check.h"
#include "base/status_macros.h"
#include "tunnel/encapsulation/encapsulation.h"
#include "tunnel/shaper/opening.h"

namespace shaper {

using maybenot::Defender;
using maybenot::PacketKind;
using Direction = CellRecord::Direction;

absl::StatusOr<Stream> Stream::Create(Options options, base::Random random,
                                      base::Instant now) {
  if (options.plain_buffer_bytes < 1) {
    return absl::InvalidArgumentError(
        "plain_buffer_bytes is 0: a buffer holds at least 1");
  }
  std::optional<Defender> defender;
  if (options.defense.has_value()) {
    RETURN_IF_ERROR(CompleteDefense(*options.defense));
    // A server's is made anew for each opening; this one shows that it can be.
    ASSIGN_OR_RETURN(defender,
                     Defender::Create(options.defense->machines,
                                      options.defense->defender, random, now));
  }
  if (options.role == Role::kServer) defender.reset();
  return Stream(std::move(options), random, std::move(defender));
}

Stream::Stream(Options options, base::Random random,
               std::optional<Defender> defender)
    : options_(std::move(options)),
      random_(random),
      mode_(options_.role == Role::kServer ? Mode::kUndecided
            : defender.has_value()         ? Mode::kDefended
                                           : Mode::kPlain),
      defender_(std::move(defender)),
      plain_(options_.plain_buffer_bytes),
      reader_(options_.defense ? options_.defense->cell_size : kRequestBytes),
      record_(options_.record_cells ? CellRecord::Keep::kEvents
                                    : CellRecord::Keep::kCounts) {
  if (mode_ == Mode::kDefended) {
    const std::size_t size = options_.defense->cell_size;
    opening_ =
        BuildRequest({.client_cell_size = size, .server_cell_size = size});
  }
}

std::size_t Stream::Write(absl::Span<const std::uint8_t> bytes,
                          base::Instant now) {
  if (closing_ || !error_.ok() || mode_ == Mode::kUndecided) return 0;
  if (mode_ == Mode::kPlain) return plain_.Push(bytes, now);
  const std::size_t capacity = CellCapacity(options_.defense->cell_size);
  std::size_t taken = 0;
  while (taken < bytes.size()) {
    const absl::Span<const std::uint8_t> payload =
        bytes.subspan(taken, capacity);
    if (!defender_->Enqueue(static_cast<std::uint32_t>(payload.size()), now)) {
      break;
    }
    waiting_.Append(payload);
    taken += payload.size();
  }
  return taken;
}

std::optional<absl::Span<const std::uint8_t>> Stream::PollWrite(
    base::Instant now) {
  if (!opening_.empty()) {
    out_ = std::exchange(opening_, {});
    record_.AddOpening(Direction::kSent, out_.size(), now);
    return out_;
  }
  const bool written =
      error_.ok() &&
      (mode_ == Mode::kPlain ? WritePlain(now) : WriteDefended(now));
  if (!written) return std::nullopt;
  return out_;
}

bool Stream::WritePlain(base::Instant now) {
  const std::optional<base::Duration> wait = plain_.Pop(out_, now);
  if (!wait) return false;
  record_.AddNormal(Direction::kSent,
                    {.cell_bytes = out_.size(), .payload_bytes = out_.size()},
                    now);
  record_.AddWait(*wait);
  return true;
}

bool Stream::WriteDefended(base::Instant now) {
  if (!defender_) return false;
  const std::optional<Defender::Packet> packet = defender_->PollPacket(now);
  if (!packet) return false;
  const std::size_t cell_size = options_.defense->cell_size;
  out_.clear();
  if (packet->kind == PacketKind::kPadding) {
    encapsulation::AppendPadding(cell_size, out_);
    record_.AddPadding(Direction::kSent, cell_size, now);
    return true;
  }
  AppendCell(waiting_.view().first(packet->bytes), cell_size, out_);
  waiting_.Consume(packet->bytes);
  record_.AddNormal(Direction::kSent,
                    {.cell_bytes = cell_size, .payload_bytes = packet->bytes},
                    now);
  record_.AddWait(packet->waited);
  return true;
}

std::size_t Stream::max_write_bytes() const {
  if (!opening_.empty()) return opening_.size();
  return mode_ == Mode::kDefended ? options_.defense->cell_size
                                  : plain_.next_bytes();
}

absl::Status Stream::HandleReceived(absl::Span<const std::uint8_t> bytes,
                                    base::Instant now) {
  if (bytes.empty() || (closing_ && mode_ == Mode::kUndecided)) return error_;
  if (mode_ == Mode::kUndecided && reader_.unfinished().empty() &&
      error_.ok() && !MayBeginOpening(bytes.front())) {
    mode_ = Mode::kPlain;
  }
  if (mode_ == Mode::kPlain) {
    ReadPlain(bytes, now);
    return absl::OkStatus();
  }
  while (error_.ok() && !bytes.empty()) {
    const auto cell = reader_.Take(bytes);
    if (!peer_opened_) {
      error_ = HandleOpening(cell ? *cell : reader_.unfinished(), now);
    } else if (cell) {
      error_ = HandleCell(*cell, now);
    }
  }
  return error_;
}

absl::Status Stream::HandleOpening(absl::Span<const std::uint8_t> start,
                                   base::Instant now) {
  return options_.role == Role::kServer ? HandleRequest(start, now)
                                        : HandleAnswer(start, now);
}

absl::Status Stream::HandleRequest(absl::Span<const std::uint8_t> start,
                                   base::Instant now) {
  ASSIGN_OR_RETURN(const std::optional<OpeningRequest> request,
                   ParseRequest(start));
  if (!request) return absl::OkStatus();
  std::optional<std::size_t> cell_size;
  if (options_.defense) cell_size = options_.defense->cell_size;
  if (absl::Status status = CheckRequest(*request, cell_size); !status.ok()) {
    opening_ = BuildRefusal(RefusalCellSize(*request), status.message());
    return status;
  }
  if (start.size() < *cell_size) return absl::OkStatus();
  absl::StatusOr<Defender> defender = Defender::Create(
      options_.defense->machines, options_.defense->defender, random_, now);
  BASE_CHECK(defender.ok());  // As it was in Create().
  defender_ = *std::move(defender);
  mode_ = Mode::kDefended;
  peer_opened_ = true;
  opening_ = BuildAcceptance(*cell_size);
  record_.AddOpening(Direction::kReceived, start.size(), now);
  return absl::OkStatus();
}

absl::Status Stream::HandleAnswer(absl::Span<const std::uint8_t> start,
                                  base::Instant now) {
  ASSIGN_OR_RETURN(peer_opened_,
                   ParseAnswer(start, options_.defense->cell_size));
  if (peer_opened_) {
    record_.AddOpening(Direction::kReceived, start.size(), now);
  }
  return absl::OkStatus();
}

absl::Status Stream::HandleCell(absl::Span<const std::uint8_t> cell,
                                base::Instant now) {
  RETURN_IF_ERROR(ParseCell(cell, chunks_));
  if (chunks_.empty()) {
    record_.AddPadding(Direction::kReceived, cell.size(), now);
    defender_->HandleReceived(PacketKind::kPadding,
                              static_cast<std::uint32_t>(cell.size()), now);
    return absl::OkStatus();
  }
  std::size_t payload_bytes = 0;
  for (const absl::Span<const std::uint8_t> chunk : chunks_) {
    readable_.Append(chunk);
    payload_bytes += chunk.size();
  }
  record_.AddNormal(Direction::kReceived,
                    {.cell_bytes = cell.size(), .payload_bytes = payload_bytes},
                    now);
  defender_->HandleReceived(PacketKind::kNormal,
                            static_cast<std::uint32_t>(payload_bytes), now);
  return absl::OkStatus();
}

void Stream::ReadPlain(absl::Span<const std::uint8_t> bytes,
                       base::Instant now) {
  readable_.Append(bytes);
  record_.AddNormal(Direction::kReceived,
                    {.cell_bytes = bytes.size(), .payload_bytes = bytes.size()},
                    now);
}

std::optional<base::Instant> Stream::NextDeadline() const {
  if (!defender_ || !error_.ok()) return std::nullopt;
  return defender_->NextDeadline();
}

void Stream::HandleDeadline(base::Instant now) {
  if (defender_ && error_.ok()) defender_->HandleDeadline(now);
}

void Stream::Close(base::Instant now) {
  closing_ = true;
  if (defender_) defender_->Close(now);
}

bool Stream::closed() const {
  if (!opening_.empty()) return false;
  if (!error_.ok()) return true;
  if (defender_) return defender_->closed();
  return closing_ && plain_.empty();
}

}  // namespace shaper
