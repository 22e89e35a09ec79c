#include "tunnel/shaper/opening.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "tunnel/shaper/cell.h"

namespace shaper {
namespace {

// As PNG's: the first byte is no text, and the end shows if a transport
// translates line ends.
constexpr std::array<std::uint8_t, 8> kToken = {0xf3, 'c', 'e',  'l',
                                                'l',  's', 0x0d, 0x0a};
constexpr std::size_t kVersionAt = 8;
constexpr std::size_t kSizesAt = 9;    // Of a request.
constexpr std::size_t kVerdictAt = 9;  // Of an answer, as are:
constexpr std::size_t kReasonSizeAt = 10;
constexpr std::size_t kReasonAt = 11;
constexpr std::uint8_t kAccepted = 0;
constexpr std::uint8_t kRefused = 1;
constexpr std::size_t kMaxReasonBytes = 255;

bool IsCellSize(std::size_t size) {
  return size >= kMinCellSize && size <= kMaxCellSize;
}

std::vector<std::uint8_t> BeginCell(std::size_t cell_size) {
  BASE_CHECK(IsCellSize(cell_size));
  std::vector<std::uint8_t> cell(cell_size);
  std::copy(kToken.begin(), kToken.end(), cell.begin());
  cell[kVersionAt] = kOpeningVersion;
  return cell;
}

void PutU16(std::size_t value, std::uint8_t* out) {
  out[0] = static_cast<std::uint8_t>(value >> 8);
  out[1] = static_cast<std::uint8_t>(value);
}

std::size_t GetU16(const std::uint8_t* in) {
  return static_cast<std::size_t>(in[0]) << 8 | in[1];
}

absl::Status CheckToken(absl::Span<const std::uint8_t> start) {
  for (std::size_t i = 0; i < std::min(start.size(), kToken.size()); ++i) {
    if (start[i] == kToken[i]) continue;
    return absl::InvalidArgumentError(
        absl::StrFormat("opening cell, token: byte %d is 0x%02x, not 0x%02x", i,
                        start[i], kToken[i]));
  }
  return absl::OkStatus();
}

std::string Printable(absl::Span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '?';
  }
  return text;
}

}  // namespace

bool MayBeginOpening(std::uint8_t byte) { return byte > 0x7f; }

std::vector<std::uint8_t> BuildRequest(const OpeningRequest& request) {
  std::vector<std::uint8_t> cell = BeginCell(request.client_cell_size);
  cell[kVersionAt] = request.version;
  PutU16(request.client_cell_size, &cell[kSizesAt]);
  PutU16(request.server_cell_size, &cell[kSizesAt + 2]);
  return cell;
}

absl::StatusOr<std::optional<OpeningRequest>> ParseRequest(
    absl::Span<const std::uint8_t> start) {
  RETURN_IF_ERROR(CheckToken(start));
  if (start.size() < kRequestBytes) return std::nullopt;
  return OpeningRequest{.version = start[kVersionAt],
                        .client_cell_size = GetU16(&start[kSizesAt]),
                        .server_cell_size = GetU16(&start[kSizesAt + 2])};
}

absl::Status CheckRequest(const OpeningRequest& request,
                          std::optional<std::size_t> cell_size) {
  if (request.version != kOpeningVersion) {
    return absl::PermissionDeniedError(absl::StrCat(
        "version ", request.version, ", this server's is ", kOpeningVersion));
  }
  const struct {
    absl::string_view whose;
    std::size_t size;
  } sizes[] = {{"client's", request.client_cell_size},
               {"server's", request.server_cell_size}};
  for (const auto& [whose, size] : sizes) {
    if (!IsCellSize(size)) {
      return absl::PermissionDeniedError(
          absl::StrCat(whose, " cell size ", size, " is not in ", kMinCellSize,
                       "..", kMaxCellSize));
    }
    if (cell_size.has_value() && size != *cell_size) {
      return absl::PermissionDeniedError(absl::StrCat(
          whose, " cell size ", size, ", this server's is ", *cell_size));
    }
  }
  if (!cell_size.has_value()) {
    return absl::PermissionDeniedError("this server has no defense");
  }
  return absl::OkStatus();
}

std::vector<std::uint8_t> BuildAcceptance(std::size_t cell_size) {
  std::vector<std::uint8_t> cell = BeginCell(cell_size);
  cell[kVerdictAt] = kAccepted;
  return cell;
}

std::vector<std::uint8_t> BuildRefusal(std::size_t cell_size,
                                       absl::string_view reason) {
  BASE_CHECK(!reason.empty());
  std::vector<std::uint8_t> cell = BeginCell(cell_size);
  reason = reason.substr(0, std::min(cell_size - kReasonAt, kMaxReasonBytes));
  cell[kVerdictAt] = kRefused;
  cell[kReasonSizeAt] = static_cast<std::uint8_t>(reason.size());
  std::copy(reason.begin(), reason.end(), cell.begin() + kReasonAt);
  return cell;
}

std::size_t RefusalCellSize(const OpeningRequest& request) {
  return IsCellSize(request.server_cell_size) ? request.server_cell_size
                                              : kDefaultCellSize;
}

absl::StatusOr<bool> ParseAnswer(absl::Span<const std::uint8_t> start,
                                 std::size_t cell_size) {
  RETURN_IF_ERROR(CheckToken(start));
  if (start.size() < kReasonAt) return false;
  if (start[kVersionAt] != kOpeningVersion) {
    return absl::InvalidArgumentError(
        absl::StrCat("opening cell, version: ", start[kVersionAt],
                     ", this client's is ", kOpeningVersion));
  }
  const std::uint8_t verdict = start[kVerdictAt];
  const std::size_t reason_bytes = start[kReasonSizeAt];
  if (verdict == kAccepted && reason_bytes == 0) {
    return start.size() >= cell_size;
  }
  if (verdict != kRefused) {
    return absl::InvalidArgumentError(absl::StrCat(
        "opening cell, verdict: ", verdict, " with ", reason_bytes,
        " bytes of reason, not ", kAccepted, " with 0 or ", kRefused));
  }
  if (kReasonAt + reason_bytes > cell_size) {
    return absl::InvalidArgumentError(
        absl::StrCat("opening cell, reason: ", reason_bytes, " bytes, at most ",
                     cell_size - kReasonAt, " fit"));
  }
  if (start.size() < kReasonAt + reason_bytes) return false;
  return absl::PermissionDeniedError(
      absl::StrCat("the server refuses the defense: ",
                   Printable(start.subspan(kReasonAt, reason_bytes))));
}

}  // namespace shaper
