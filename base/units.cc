#include "base/units.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "base/status_macros.h"
#include "base/time.h"

namespace base {
namespace {

struct Unit {
  absl::string_view name;
  std::uint64_t scale;  // In the smallest unit of its kind.
};

// What a family of units measures, for parsing and for error messages.
struct Kind {
  absl::string_view expected;
  absl::string_view smallest;
  absl::Span<const Unit> units;
  std::uint64_t max;
};

constexpr std::uint64_t kKilo = 1000;
constexpr std::uint64_t kKibi = 1024;

constexpr std::array<Unit, 7> kTimes = {{
    {"ns", 1},
    {"us", kKilo},
    {"ms", kKilo* kKilo},
    {"s", kKilo* kKilo* kKilo},
    {"min", 60 * kKilo* kKilo* kKilo},
    {"h", 3600 * kKilo* kKilo* kKilo},
    {"d", 86400 * kKilo* kKilo* kKilo},
}};
constexpr std::array<Unit, 4> kRates = {{
    {"bit", 1},
    {"kbit", kKilo},
    {"Mbit", kKilo* kKilo},
    {"Gbit", kKilo* kKilo* kKilo},
}};
constexpr std::array<Unit, 7> kSizes = {{
    {"B", 1},
    {"kB", kKilo},
    {"MB", kKilo* kKilo},
    {"GB", kKilo* kKilo* kKilo},
    {"KiB", kKibi},
    {"MiB", kKibi* kKibi},
    {"GiB", kKibi* kKibi* kKibi},
}};

constexpr std::uint64_t kMaxSigned = std::numeric_limits<std::int64_t>::max();

constexpr Kind kTime = {"a duration such as 20ms, of ns us ms s min h d", "ns",
                        kTimes, kMaxSigned};
constexpr Kind kRate = {
    "a rate over 0 such as 10Mbit, of bit kbit Mbit Gbit, or unlimited", "bit",
    kRates, kMaxSigned};
constexpr Kind kSize = {
    "a size over 0 such as 64KiB, of B kB MB GB KiB MiB GiB, or unlimited", "B",
    kSizes, kMaxSigned};

absl::Status Refuse(absl::string_view text, const Kind& kind,
                    absl::string_view why = "") {
  return absl::InvalidArgumentError(absl::StrCat("\"", text.substr(0, 40), "\"",
                                                 why.empty() ? "" : " ", why,
                                                 ", expected ", kind.expected));
}

// A decimal number without sign: `digits` / 10^`decimals`.
struct Decimal {
  std::uint64_t digits = 0;
  int decimals = 0;
};

// Takes the number off the front of `text`. False if there is none, or more
// digits than fit.
bool ConsumeDecimal(absl::string_view& text, Decimal& out) {
  bool fits = true;
  const auto consume_digits = [&]() {
    int count = 0;
    while (!text.empty() &&
           absl::ascii_isdigit(static_cast<unsigned char>(text.front()))) {
      const auto digit = static_cast<std::uint64_t>(text.front() - '0');
      if (out.digits > (kMaxSigned - digit) / 10) fits = false;
      if (fits) out.digits = out.digits * 10 + digit;
      text.remove_prefix(1);
      ++count;
    }
    return count;
  };
  if (consume_digits() == 0) return false;
  if (absl::ConsumePrefix(&text, ".")) {
    out.decimals = consume_digits();
    if (out.decimals == 0) return false;
  }
  while (out.decimals > 0 && out.digits % 10 == 0) {
    out.digits /= 10;
    --out.decimals;
  }
  return fits;
}

absl::StatusOr<std::uint64_t> Parse(absl::string_view text, const Kind& kind) {
  absl::string_view rest = text;
  Decimal number;
  if (!ConsumeDecimal(rest, number)) return Refuse(text, kind);
  absl::ConsumePrefix(&rest, " ");
  const Unit* unit = nullptr;
  for (const Unit& candidate : kind.units) {
    if (candidate.name == rest) unit = &candidate;
  }
  if (unit == nullptr) return Refuse(text, kind);

  std::uint64_t scale = unit->scale;
  while (number.decimals > 0 && scale % 10 == 0) {
    scale /= 10;
    --number.decimals;
  }
  if (number.digits > kind.max / scale)
    return Refuse(text, kind, "is too large");
  std::uint64_t value = number.digits * scale;
  for (; number.decimals > 0; --number.decimals) {
    if (value % 10 != 0) {
      return Refuse(text, kind,
                    absl::StrCat("is not a whole number of ", kind.smallest));
    }
    value /= 10;
  }
  return value;
}

// `value` with three significant digits and no trailing zeros; below 1, as many
// decimals as that takes.
std::string ThreeDigits(double value) {
  const double size = std::fabs(value);
  const int decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  std::string text = absl::StrFormat("%.*f", decimals, value);
  if (decimals > 0) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

// `value` in the largest of `units` (in rising order) that does not make it
// less than 1, as it would be rounded.
std::string Format(double value, absl::Span<const Unit> units) {
  const Unit* unit = &units.front();
  for (const Unit& candidate : units) {
    if (std::fabs(value) >= 0.9995 * static_cast<double>(candidate.scale)) {
      unit = &candidate;
    }
  }
  return absl::StrCat(ThreeDigits(value / static_cast<double>(unit->scale)),
                      " ", unit->name);
}

}  // namespace

absl::StatusOr<Duration> ParseDuration(absl::string_view text) {
  if (text == "0") return Duration(0);
  ASSIGN_OR_RETURN(const std::uint64_t ns, Parse(text, kTime));
  return Duration(static_cast<std::int64_t>(ns));
}

absl::StatusOr<std::uint64_t> ParseRate(absl::string_view text) {
  if (text == "unlimited") return 0;
  ASSIGN_OR_RETURN(const std::uint64_t rate, Parse(text, kRate));
  if (rate == 0) return Refuse(text, kRate);
  return rate;
}

absl::StatusOr<std::uint64_t> ParseSize(absl::string_view text) {
  if (text == "unlimited") return 0;
  ASSIGN_OR_RETURN(const std::uint64_t size, Parse(text, kSize));
  if (size == 0) return Refuse(text, kSize);
  return size;
}

std::string FormatDuration(Duration duration) {
  if (duration == Duration(0)) return "0 s";
  return Format(static_cast<double>(duration.count()), kTimes);
}

std::string FormatSize(double bytes) {
  return Format(bytes, absl::MakeConstSpan(kSizes).first(4));
}

}  // namespace base
