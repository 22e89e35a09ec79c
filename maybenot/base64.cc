#include "maybenot/base64.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
constexpr std::uint32_t kNone = 1 << 24;  // A bit beyond those of a group.

// A group of 24 bits as its three bytes lie in memory.
constexpr std::uint32_t InMemory(std::uint32_t group) {
  static_assert(std::endian::native == std::endian::little);
  return group >> 16 | (group & 0xff00) | (group & 0xff) << 16;
}

// What a digit adds to a group, in each of the group's four places.
using Values = std::array<std::array<std::uint32_t, 256>, 4>;

constexpr Values MakeValues() {
  Values values = {};
  for (std::size_t place = 0; place < values.size(); ++place) {
    for (std::uint32_t& value : values[place]) value = kNone;
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
      values[place][static_cast<unsigned char>(kAlphabet[i])] =
          InMemory(static_cast<std::uint32_t>(i << (18 - 6 * place)));
    }
  }
  return values;
}

constexpr Values kValues = MakeValues();

// Four digits as three bytes, and one more that means nothing. Returns them;
// kNone is in what is returned if one is no digit.
std::uint32_t DecodeGroup(const char* digits, char* bytes) {
  const auto value = [digits](std::size_t place) {
    return kValues[place][static_cast<unsigned char>(digits[place])];
  };
  const std::uint32_t group = value(0) | value(1) | value(2) | value(3);
  std::memcpy(bytes, &group, sizeof(group));
  return group;
}

absl::Status NotADigit(absl::string_view text) {
  std::size_t at = 0;
  while (kAlphabet.find(text[at]) != kAlphabet.npos) ++at;
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
  // Each group overwrites the fourth byte of the one before.
  std::string bytes(text.size() / 4 * 3 + 1, '\0');
  std::uint32_t seen = 0;  // All groups, or-ed.
  const std::size_t whole = digits.size() / 4;
  for (std::size_t i = 0; i < whole; ++i) {
    seen |= DecodeGroup(digits.data() + 4 * i, bytes.data() + 3 * i);
  }
  if (padding > 0) {
    std::array<char, 4> last = {'A', 'A', 'A', 'A'};  // Zeros.
    digits.copy(last.data(), last.size(), 4 * whole);
    seen |= DecodeGroup(last.data(), bytes.data() + 3 * whole);
  }
  bytes.pop_back();
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
