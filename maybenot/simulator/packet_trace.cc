#include "maybenot/simulator/packet_trace.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "maybenot/event.h"

namespace maybenot::simulator {
namespace {

constexpr std::size_t kShownBytes = 40;

// Of a bad field: no more than a line can hold, without control characters.
std::string Shown(absl::string_view field) {
  return absl::StrCat("\"", absl::CEscape(field.substr(0, kShownBytes)),
                      field.size() > kShownBytes ? "..." : "", "\"");
}

absl::Status Bad(std::size_t line, absl::string_view what,
                 absl::string_view field, absl::string_view bound) {
  return absl::InvalidArgumentError(absl::StrCat(
      "line ", line, ": the ", what, " ", Shown(field), " must be ", bound));
}

absl::StatusOr<std::int64_t> ParseTime(std::size_t line,
                                       absl::string_view field) {
  absl::string_view digits = absl::StripAsciiWhitespace(field);
  if (digits.size() > 1 && digits[0] == '+' &&
      absl::ascii_isdigit(static_cast<unsigned char>(digits[1]))) {
    digits.remove_prefix(1);
  }
  std::int64_t ns = -1;
  const char* const end = digits.data() + digits.size();
  const std::from_chars_result read = std::from_chars(digits.data(), end, ns);
  if (read.ec == std::errc() && read.ptr == end && ns >= 0 &&
      ns <= kMaxTraceTimeNs) {
    return ns;
  }
  return Bad(line, "time", field,
             absl::StrCat("nanoseconds in [0, ", kMaxTraceTimeNs, "]"));
}

// One line, without its end.
absl::Status ReadLine(std::size_t number, absl::string_view line,
                      std::vector<TracePacket>& packets) {
  const std::size_t comma = line.find(',');
  if (comma == absl::string_view::npos) return absl::OkStatus();
  const absl::string_view rest = line.substr(comma + 1);
  const absl::string_view direction = rest.substr(0, rest.find(','));
  ASSIGN_OR_RETURN(const std::int64_t ns,
                   ParseTime(number, line.substr(0, comma)));
  const bool sent = direction == "s" || direction == "sn" || direction == "sp";
  const bool padding = direction == "sp" || direction == "rp";
  if (!sent && !padding && direction != "r" && direction != "rn") {
    return Bad(number, "direction", direction, "s, sn, r, rn, sp or rp");
  }
  packets.push_back({base::Instant{} + base::Duration(ns), sent, padding});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<TracePacket>> ParsePacketTrace(
    absl::string_view text) {
  std::vector<TracePacket> packets;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    absl::string_view line = text.substr(0, end);
    if (end < text.size() && absl::EndsWith(line, "\r")) line.remove_suffix(1);
    RETURN_IF_ERROR(ReadLine(++number, line, packets));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return packets;
}

std::string FormatPacketTrace(absl::Span<const TracePacket> packets) {
  std::string text;
  for (const TracePacket& packet : packets) {
    absl::StrAppend(&text, packet.at.time_since_epoch().count(),
                    packet.sent ? ",s" : ",r", packet.padding ? "p" : "n",
                    ",514\n");
  }
  return text;
}

std::vector<TracePacket> ClientPackets(absl::Span<const SimEvent> events) {
  std::vector<TracePacket> packets;
  base::Duration first(0);
  for (const SimEvent& event : events) {
    const bool sent = event.event == Event::kTunnelSent;
    if (!event.client || (!sent && event.event != Event::kTunnelRecv)) continue;
    if (packets.empty()) first = event.at.time_since_epoch();
    packets.push_back({event.at - first, sent, event.padding});
  }
  return packets;
}

}  // namespace maybenot::simulator
