#include "tunnel/smux/frame.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/little_endian.h"
#include "base/status_macros.h"

namespace smux {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::size_t kUpdBytes = 8;  // After the header.

void AppendHeader(Command command, std::size_t length, StreamId stream,
                  std::vector<std::uint8_t>& out) {
  const std::size_t begin = out.size();
  out.resize(begin + kHeaderBytes);
  std::uint8_t* const header = out.data() + begin;
  header[0] = kVersion;
  header[1] = static_cast<std::uint8_t>(command);
  base::StoreLittleEndian(static_cast<std::uint16_t>(length), header + 2);
  base::StoreLittleEndian(static_cast<std::uint32_t>(stream), header + 4);
}

}  // namespace

void AppendBare(Command command, StreamId stream,
                std::vector<std::uint8_t>& out) {
  BASE_CHECK(command == Command::kSyn || command == Command::kFin ||
             command == Command::kNop);
  AppendHeader(command, 0, stream, out);
}

void AppendPsh(StreamId stream, absl::Span<const std::uint8_t> payload,
               std::vector<std::uint8_t>& out) {
  BASE_CHECK(payload.size() <= kMaxPayloadBytes);
  AppendHeader(Command::kPsh, payload.size(), stream, out);
  out.insert(out.end(), payload.begin(), payload.end());
}

void AppendUpd(StreamId stream, const Update& update,
               std::vector<std::uint8_t>& out) {
  AppendHeader(Command::kUpd, kUpdBytes, stream, out);
  std::array<std::uint8_t, kUpdBytes> bytes;
  base::StoreLittleEndian(update.consumed, bytes.data());
  base::StoreLittleEndian(update.window, bytes.data() + 4);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

bool Decoder::Gather(std::size_t size, absl::Span<const std::uint8_t>& input) {
  if (gathered_ < size) {
    const std::size_t taken = std::min(size - gathered_, input.size());
    std::copy_n(input.begin(), taken, head_.begin() + gathered_);
    input.remove_prefix(taken);
    gathered_ += taken;
  }
  return gathered_ >= size;
}

std::size_t Decoder::length() const {
  return base::LoadLittleEndian<std::uint16_t>(head_.data() + 2);
}

absl::Status Decoder::CheckHeader() const {
  const auto invalid = [](const auto&... what) {
    return absl::InvalidArgumentError(absl::StrCat("smux frame: ", what...));
  };
  if (head_[0] != kVersion) {
    return invalid("version is ", head_[0], ": it must be 2");
  }
  const std::uint8_t command = head_[1];
  if (command > static_cast<std::uint8_t>(Command::kUpd)) {
    return invalid("command is ", command, ": it must be in 0..4");
  }
  if (Command{command} == Command::kPsh) return absl::OkStatus();
  const std::size_t expected =
      Command{command} == Command::kUpd ? kUpdBytes : 0;
  if (length() == expected) return absl::OkStatus();
  return invalid("length of command ", command, " is ", length(),
                 ": it must be ", expected);
}

absl::StatusOr<std::optional<Decoder::Piece>> Decoder::Next(
    absl::Span<const std::uint8_t>& input) {
  if (!Gather(kHeaderBytes, input)) return std::nullopt;
  RETURN_IF_ERROR(CheckHeader());
  Piece piece = {
      .command = Command{head_[1]},
      .stream =
          StreamId{base::LoadLittleEndian<std::uint32_t>(head_.data() + 4)},
      .begins_frame = given_ == 0,
      .ends_frame = true,
      .payload_bytes = length(),
      .payload = {},
      .update = {}};
  if (piece.command == Command::kUpd) {
    if (!Gather(head_.size(), input)) return std::nullopt;
    const std::uint8_t* const numbers = head_.data() + kHeaderBytes;
    piece.update = {
        .consumed = base::LoadLittleEndian<std::uint32_t>(numbers),
        .window = base::LoadLittleEndian<std::uint32_t>(numbers + 4)};
  } else if (piece.command == Command::kPsh) {
    piece.payload = input.subspan(0, piece.payload_bytes - given_);
    if (piece.payload.empty() && piece.payload_bytes > 0) return std::nullopt;
    input.remove_prefix(piece.payload.size());
    given_ += piece.payload.size();
    piece.ends_frame = given_ == piece.payload_bytes;
  }
  if (piece.ends_frame) gathered_ = given_ = 0;
  return piece;
}

}  // namespace smux
