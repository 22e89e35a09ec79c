#include "maybenot/simulator/input_trace.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "maybenot/simulator/rate_window.h"

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
      absl::ascii_isdigit(static_cast<unsigned char>(digits[1])))
    digits.remove_prefix(1);
  std::int64_t ns = -1;
  const char* const end = digits.data() + digits.size();
  const std::from_chars_result read = std::from_chars(digits.data(), end, ns);
  if (read.ec == std::errc() && read.ptr == end && ns >= 0 &&
      ns <= InputTrace::kMaxTimeNs) {
    return ns;
  }
  return Bad(line, "time", field,
             absl::StrCat("nanoseconds in [0, ", InputTrace::kMaxTimeNs, "]"));
}

// One line, without its end.
absl::Status ReadLine(std::size_t number, absl::string_view line,
                      InputTrace& trace) {
  const std::size_t comma = line.find(',');
  if (comma == absl::string_view::npos) return absl::OkStatus();
  const absl::string_view rest = line.substr(comma + 1);
  const absl::string_view direction = rest.substr(0, rest.find(','));
  ASSIGN_OR_RETURN(const std::int64_t ns,
                   ParseTime(number, line.substr(0, comma)));
  if (direction == "sp" || direction == "rp") return absl::OkStatus();
  const bool sent = direction == "s" || direction == "sn";
  if (!sent && direction != "r" && direction != "rn") {
    return Bad(number, "direction", direction, "s, sn, r, rn, sp or rp");
  }
  trace.packets.push_back({base::Instant{} + base::Duration(ns), sent});
  return absl::OkStatus();
}

}  // namespace

std::uint32_t InputTrace::PeakRate() const {
  RateWindow sent(base::Milliseconds(100));
  RateWindow received(base::Milliseconds(100));
  std::size_t peak = 0;
  for (const Packet& packet : packets) {
    peak = std::max(peak, (packet.sent ? sent : received).Add(packet.at));
  }
  return static_cast<std::uint32_t>(std::min<std::size_t>(
      peak * 10, std::numeric_limits<std::uint32_t>::max()));
}

absl::StatusOr<InputTrace> ParseInputTrace(absl::string_view text) {
  InputTrace trace;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    absl::string_view line = text.substr(0, end);
    if (end < text.size() && absl::EndsWith(line, "\r")) line.remove_suffix(1);
    RETURN_IF_ERROR(ReadLine(++number, line, trace));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (trace.packets.empty()) {
    return absl::InvalidArgumentError(
        "the trace holds no packet: must be lines NANOSECONDS,s or "
        "NANOSECONDS,r");
  }
  return trace;
}

}  // namespace maybenot::simulator
