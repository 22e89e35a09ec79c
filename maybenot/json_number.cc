#include "maybenot/json_number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"

namespace maybenot {
namespace {

// Decimal exponents of the first digit that are written without an exponent.
struct PlainExponents {
  int min, max;
};
constexpr PlainExponents kPlainDouble = {-5, 15};
constexpr PlainExponents kPlainFloat = {-6, 12};

// `digits` without a point, of which the first has the exponent `exponent`.
std::string Plain(absl::string_view digits, int exponent) {
  if (exponent < 0) {
    return absl::StrCat(
        "0.", std::string(static_cast<std::size_t>(-exponent) - 1, '0'),
        digits);
  }
  const auto before = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= before) {
    return absl::StrCat(digits, std::string(before - digits.size(), '0'), ".0");
  }
  return absl::StrCat(digits.substr(0, before), ".", digits.substr(before));
}

template <typename Float>
std::string Format(Float value, PlainExponents plain) {
  if (!std::isfinite(value)) return "null";
  const absl::string_view sign = std::signbit(value) ? "-" : "";
  if (value == 0) return absl::StrCat(sign, "0.0");
  // "d.ddde[+-]dd": the shortest that reads back.
  std::array<char, 32> buffer;
  const std::to_chars_result result =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                    std::fabs(value), std::chars_format::scientific);
  BASE_CHECK(result.ec == std::errc());
  const absl::string_view text(
      buffer.data(), static_cast<std::size_t>(result.ptr - buffer.data()));
  const std::size_t e = text.find('e');
  int exponent = 0;
  BASE_CHECK(absl::SimpleAtoi(text.substr(e + 1), &exponent));
  if (exponent >= plain.min && exponent <= plain.max) {
    const absl::string_view fraction = e > 2 ? text.substr(2, e - 2) : "";
    return absl::StrCat(
        sign, Plain(absl::StrCat(text.substr(0, 1), fraction), exponent));
  }
  return absl::StrCat(sign, text.substr(0, e), "e", exponent < 0 ? "" : "+",
                      exponent);
}

}  // namespace

std::string JsonNumber(double value) { return Format(value, kPlainDouble); }
std::string JsonNumber(float value) { return Format(value, kPlainFloat); }

}  // namespace maybenot
