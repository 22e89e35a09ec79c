#include "tunnel/kcp/segment.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/little_endian.h"

namespace kcp {
namespace {

using base::LoadLittleEndian;
using base::StoreLittleEndian;

bool IsCommand(std::uint8_t cmd) {
  return cmd >= static_cast<std::uint8_t>(Command::kPush) &&
         cmd <= static_cast<std::uint8_t>(Command::kTellWindow);
}

}  // namespace

void AppendSegment(const Segment& segment, std::vector<std::uint8_t>& out) {
  const std::size_t begin = out.size();
  out.resize(begin + kHeaderBytes);
  std::uint8_t* const header = out.data() + begin;
  StoreLittleEndian(segment.conv, header);
  StoreLittleEndian(static_cast<std::uint8_t>(segment.cmd), header + 4);
  StoreLittleEndian(segment.frg, header + 5);
  StoreLittleEndian(segment.wnd, header + 6);
  StoreLittleEndian(segment.ts, header + 8);
  StoreLittleEndian(segment.sn, header + 12);
  StoreLittleEndian(segment.una, header + 16);
  StoreLittleEndian(static_cast<std::uint32_t>(segment.payload.size()),
                    header + 20);
  out.insert(out.end(), segment.payload.begin(), segment.payload.end());
}

absl::StatusOr<Segment> ReadSegment(absl::Span<const std::uint8_t>& packet) {
  if (packet.size() < kHeaderBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "KCP segment: ", packet.size(), " bytes, fewer than its header's 24"));
  }
  const std::uint8_t* const header = packet.data();
  const auto cmd = LoadLittleEndian<std::uint8_t>(header + 4);
  const auto payload_bytes = LoadLittleEndian<std::uint32_t>(header + 20);
  if (payload_bytes > packet.size() - kHeaderBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("KCP segment: len ", payload_bytes, ", but ",
                     packet.size() - kHeaderBytes, " bytes follow"));
  }
  if (!IsCommand(cmd)) {
    return absl::InvalidArgumentError(
        absl::StrCat("KCP segment: cmd ", cmd, " is not in 81 to 84"));
  }
  const Segment segment = {
      .conv = LoadLittleEndian<std::uint32_t>(header),
      .cmd = static_cast<Command>(cmd),
      .frg = LoadLittleEndian<std::uint8_t>(header + 5),
      .wnd = LoadLittleEndian<std::uint16_t>(header + 6),
      .ts = LoadLittleEndian<std::uint32_t>(header + 8),
      .sn = LoadLittleEndian<std::uint32_t>(header + 12),
      .una = LoadLittleEndian<std::uint32_t>(header + 16),
      .payload = packet.subspan(kHeaderBytes, payload_bytes)};
  packet.remove_prefix(kHeaderBytes + payload_bytes);
  return segment;
}

std::optional<std::uint32_t> OpenedBy(absl::Span<const std::uint8_t> packet) {
  while (!packet.empty()) {
    const absl::StatusOr<Segment> segment = ReadSegment(packet);
    if (!segment.ok()) return std::nullopt;
    if (segment->cmd != Command::kPush) continue;
    if (segment->sn != 0) return std::nullopt;
    return segment->conv;
  }
  return std::nullopt;
}

}  // namespace kcp
