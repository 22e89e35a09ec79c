#include "mgen/programs/unix_time.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"

namespace mgen {
namespace {

constexpr std::size_t kFractionDigits = 9;
constexpr std::size_t kMaxSecondsDigits = 9 + 1;  // Until the year 2286.

bool IsDigits(absl::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("0123456789") == absl::string_view::npos;
}

}  // namespace

absl::StatusOr<std::int64_t> ParseUnixTime(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('.', 1));
  const auto& [seconds, fraction] = parts;
  const bool has_point = seconds.size() != text.size();
  std::int64_t nanoseconds = 0;
  if (!IsDigits(seconds) || seconds.size() > kMaxSecondsDigits ||
      (has_point && !IsDigits(fraction)) || fraction.size() > kFractionDigits ||
      !absl::SimpleAtoi(
          absl::StrCat(seconds, fraction,
                       std::string(kFractionDigits - fraction.size(), '0')),
          &nanoseconds)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text,
        "\" is not a Unix time in seconds with at most nine digits of "
        "fraction, before 9999999999"));
  }
  return nanoseconds;
}

absl::StatusOr<UnixWindow> ParseUnixWindow(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits("..", 1));
  UnixWindow window;
  ASSIGN_OR_RETURN(window.from_ns, ParseUnixTime(parts.first));
  ASSIGN_OR_RETURN(window.to_ns, ParseUnixTime(parts.second));
  if (window.from_ns >= window.to_ns) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" is not FROM..TO with FROM before TO"));
  }
  return window;
}

}  // namespace mgen
