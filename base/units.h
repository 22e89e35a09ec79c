// Durations, rates and sizes as people write them: 20ms, 10Mbit, 64KiB.
#ifndef BASE_UNITS_H_
#define BASE_UNITS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/time.h"

namespace base {

// A decimal number without sign and a unit, at most one space between, exact:
// 0.5ns is an error. Errors: kInvalidArgument with the text and the units.

// ns us ms s min h d; at most 292 years. "0" alone is zero.
absl::StatusOr<Duration> ParseDuration(absl::string_view text);
// bit kbit Mbit Gbit, a second; powers of 1000. "unlimited" is 0; a written
// zero is an error.
absl::StatusOr<std::uint64_t> ParseRate(absl::string_view text);
// B kB MB GB KiB MiB GiB. "unlimited" is 0; a written zero is an error.
absl::StatusOr<std::uint64_t> ParseSize(absl::string_view text);

// For people: three digits and the unit that suits ("1.25 s", "418 kB").
std::string FormatDuration(Duration duration);
std::string FormatSize(double bytes);

}  // namespace base

#endif  // BASE_UNITS_H_
