#include "tunnel/shaper/packets.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check_range.h"
#include "base/status_macros.h"

namespace shaper {
namespace {

using encapsulation::Decoder;
using maybenot::Defender;
using maybenot::PacketKind;
using Direction = CellRecord::Direction;

absl::Status CheckOptions(const Packets::Options& options) {
  RETURN_IF_ERROR(base::CheckRange("max_packet_bytes", options.max_packet_bytes,
                                   {1, Packets::kMaxPacketBytes}));
  RETURN_IF_ERROR(base::CheckRange("padding_size", options.padding_size,
                                   {1, kMaxCellSize}));
  RETURN_IF_ERROR(base::CheckRange("max_received_packets",
                                   options.max_received_packets, {1, 1 << 20}));
  if (options.peer_cell_size != 0) {
    RETURN_IF_ERROR(base::CheckRange("peer_cell_size", options.peer_cell_size,
                                     {kMinCellSize, kMaxCellSize}));
  }
  if (options.cell_size == 0) return absl::OkStatus();
  RETURN_IF_ERROR(base::CheckRange("cell_size", options.cell_size,
                                   {kMinCellSize, kMaxCellSize}));
  if (CellCapacity(options.cell_size) >= options.max_packet_bytes) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "max_packet_bytes is ", options.max_packet_bytes, ": a cell of ",
      options.cell_size, " holds at most ", CellCapacity(options.cell_size)));
}

}  // namespace

absl::StatusOr<Packets> Packets::Create(Options options, base::Random random,
                                        base::Instant now) {
  RETURN_IF_ERROR(CheckOptions(options));
  // All padding has one size.
  if (options.cell_size != 0) options.padding_size = options.cell_size;
  if (options.defender.padding_bytes == 0) {
    options.defender.padding_bytes =
        static_cast<std::uint32_t>(options.padding_size);
  }
  ASSIGN_OR_RETURN(
      Defender defender,
      Defender::Create(OrNoMachines(std::exchange(options.machines, nullptr)),
                       options.defender, random, now));
  return Packets(options, std::move(defender));
}

Packets::Packets(const Options& options, Defender defender)
    : options_(options),
      defender_(std::move(defender)),
      reader_(options.peer_cell_size) {}

std::size_t Packets::Room() const { return error_.ok() ? defender_.Room() : 0; }

absl::Status Packets::Push(absl::Span<const std::uint8_t> packet,
                           std::uint64_t tag, base::Instant now) {
  RETURN_IF_ERROR(error_);
  RETURN_IF_ERROR(base::CheckRange("packet size", packet.size(),
                                   {1, options_.max_packet_bytes}));
  if (!defender_.Enqueue(static_cast<std::uint32_t>(packet.size()), now)) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the queue is full or closed: it holds at most ",
                     options_.defender.queue_packets, " packets"));
  }
  waiting_.Append(packet);
  tags_.push_back(tag);
  return absl::OkStatus();
}

std::optional<Packets::Write> Packets::PollWrite(base::Instant now) {
  if (!error_.ok()) return std::nullopt;
  const std::optional<Defender::Packet> packet = defender_.PollPacket(now);
  if (!packet) return std::nullopt;
  out_.clear();
  if (packet->kind == PacketKind::kPadding) {
    encapsulation::AppendPaddingChunk(options_.padding_size, out_);
    record_.AddPadding(Direction::kSent, out_.size(), now);
    return Write{out_, std::nullopt};
  }
  const absl::Span<const std::uint8_t> payload =
      waiting_.view().first(packet->bytes);
  if (options_.cell_size != 0) {
    AppendCell(payload, options_.cell_size, out_);
  } else {
    encapsulation::AppendData(payload, out_);
  }
  record_.AddNormal(
      Direction::kSent,
      {.cell_bytes = out_.size(), .payload_bytes = payload.size()}, now);
  waiting_.Consume(payload.size());
  const std::uint64_t tag = tags_.front();
  tags_.pop_front();
  return Write{out_, tag};
}

absl::Status Packets::HandleReceived(absl::Span<const std::uint8_t> bytes,
                                     base::Instant now) {
  if (!error_.ok() || bytes.empty()) return error_;
  last_received_ = now;
  error_ = options_.peer_cell_size != 0 ? ReadCells(bytes, now)
                                        : ReadChunks(bytes, now);
  return error_;
}

absl::Status Packets::ReadCells(absl::Span<const std::uint8_t> bytes,
                                base::Instant now) {
  while (!bytes.empty()) {
    if (const auto cell = reader_.Take(bytes)) {
      RETURN_IF_ERROR(HandleCell(*cell, now));
    }
  }
  return absl::OkStatus();
}

absl::Status Packets::HandleCell(absl::Span<const std::uint8_t> cell,
                                 base::Instant now) {
  RETURN_IF_ERROR(ParseCell(cell, chunks_));
  if (chunks_.empty()) {
    CountPadding(cell.size(), now);
    return absl::OkStatus();
  }
  std::size_t payload_bytes = 0;
  for (const absl::Span<const std::uint8_t> chunk : chunks_) {
    RETURN_IF_ERROR(CheckSize(chunk.size()));
    payload_bytes += chunk.size();
  }
  for (const absl::Span<const std::uint8_t> chunk : chunks_) {
    Deliver({chunk.begin(), chunk.end()});
  }
  CountNormal({.cell_bytes = cell.size(), .payload_bytes = payload_bytes}, now);
  return absl::OkStatus();
}

absl::Status Packets::ReadChunks(absl::Span<const std::uint8_t> bytes,
                                 base::Instant now) {
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<Decoder::Piece> piece,
                     decoder_.Next(bytes));
    if (!piece) return absl::OkStatus();
    if (piece->is_data) {
      RETURN_IF_ERROR(CheckSize(piece->chunk_bytes));
      unfinished_.insert(unfinished_.end(), piece->bytes.begin(),
                         piece->bytes.end());
    }
    if (!piece->ends_chunk) continue;
    const std::size_t whole = piece->prefix_bytes + piece->chunk_bytes;
    if (piece->is_data) {
      Deliver(std::exchange(unfinished_, {}));
      CountNormal({.cell_bytes = whole, .payload_bytes = piece->chunk_bytes},
                  now);
    } else {
      CountPadding(whole, now);
    }
  }
}

absl::Status Packets::CheckSize(std::size_t packet_bytes) const {
  if (packet_bytes <= options_.max_packet_bytes) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("received a packet of ", packet_bytes, " bytes, at most ",
                   options_.max_packet_bytes));
}

void Packets::Deliver(std::vector<std::uint8_t> packet) {
  if (received_.size() == options_.max_received_packets) {
    received_.pop_front();
    ++received_dropped_;
  }
  received_.push_back(std::move(packet));
}

void Packets::CountNormal(CellRecord::Normal normal, base::Instant now) {
  record_.AddNormal(Direction::kReceived, normal, now);
  defender_.HandleReceived(PacketKind::kNormal,
                           static_cast<std::uint32_t>(normal.payload_bytes),
                           now);
}

void Packets::CountPadding(std::size_t bytes, base::Instant now) {
  record_.AddPadding(Direction::kReceived, bytes, now);
  defender_.HandleReceived(PacketKind::kPadding,
                           static_cast<std::uint32_t>(bytes), now);
}

std::optional<std::vector<std::uint8_t>> Packets::PollReceived() {
  if (received_.empty()) return std::nullopt;
  std::vector<std::uint8_t> packet = std::move(received_.front());
  received_.pop_front();
  return packet;
}

std::optional<base::Instant> Packets::NextDeadline() const {
  return error_.ok() ? defender_.NextDeadline() : std::nullopt;
}

void Packets::HandleDeadline(base::Instant now) {
  if (error_.ok()) defender_.HandleDeadline(now);
}

void Packets::Close(base::Instant now) { defender_.Close(now); }

}  // namespace shaper
