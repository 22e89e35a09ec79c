#include "maybenot/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace maybenot {
namespace {

constexpr absl::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 64;  // Any bit beyond the six of a digit.

constexpr std::array<std::uint8_t, 256> MakeValues() {
  std::array<std::uint8_t, 256> values = {};
  for (std::uint8_t& value : values) value = kNone;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] =
        static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> kValues = MakeValues();

std::uint32_t Value(char c) { return kValues[static_cast<unsigned char>(c)]; }

absl::Status NotADigit(absl::string_view text) {
  std::size_t at = 0;
  while (Value(text[at]) != kNone) ++at;
  return absl::InvalidArgumentError(absl::StrCat(
      "base64: character ", at, " is '", absl::CHexEscape(text.substr(at, 1)),
      "': must be A-Z, a-z, 0-9, + or /, or = as the last one or two"));
}

}  // namespace

absl::StatusOr<std::string> DecodeBase64(absl::string_view text) {
  if (text.size() % 4 != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("base64: has ", text.size(),
                     " characters: must be a multiple of 4, padding included"));
  }
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() &&
         text[text.size() - 1 - padding] == '=') {
    ++padding;
  }
  const absl::string_view digits = text.substr(0, text.size() - padding);
  std::string bytes(text.size() / 4 * 3, '\0');
  std::uint32_t seen = 0;  // All values, or-ed: has kNone's bit if one has it.
  for (std::size_t in = 0, out = 0; in < digits.size(); in += 4, out += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint32_t value =
          in + i < digits.size() ? Value(digits[in + i]) : 0;
      seen |= value;
      group = group << 6 | value;
    }
    bytes[out] = static_cast<char>(group >> 16);
    bytes[out + 1] = static_cast<char>(group >> 8 & 0xff);
    bytes[out + 2] = static_cast<char>(group & 0xff);
  }
  if (seen & kNone) return NotADigit(digits);
  // The bits of the last digit that belong to no byte became the next byte.
  if (padding > 0 && bytes[bytes.size() - padding] != '\0') {
    return absl::InvalidArgumentError(
        absl::StrCat("base64: character ", digits.size() - 1,
                     " sets bits that belong to no byte: must be zero"));
  }
  bytes.resize(bytes.size() - padding);
  return bytes;
}

std::string EncodeBase64(absl::string_view bytes) {
  return absl::Base64Escape(bytes);
}

}  // namespace maybenot
