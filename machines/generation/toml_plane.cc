#include "machines/generation/toml_plane.h"

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "base/utf8.h"

namespace generation {
namespace {

// Of U+100000 to U+10FFFF alone.
constexpr char kPlane16Lead = '\xF4';
constexpr std::size_t kPlane16Bytes = 4;

unsigned Byte(char c) { return static_cast<unsigned char>(c); }

// How many bytes a character of UTF-8 has, by its first.
std::size_t Width(char lead) {
  const unsigned byte = Byte(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

char Continuation(unsigned bits) {
  return static_cast<char>(0x80 | (bits & 0x3F));
}

// The value of a character of two or three bytes.
unsigned Value(absl::string_view character) {
  unsigned value = Byte(character[0]) & (character.size() == 2 ? 0x1Fu : 0x0Fu);
  for (const char c : character.substr(1))
    value = value << 6 | (Byte(c) & 0x3F);
  return value;
}

void AppendMoved(unsigned value, std::string& out) {
  out.push_back(kPlane16Lead);
  out.push_back(Continuation(value >> 12));
  out.push_back(Continuation(value >> 6));
  out.push_back(Continuation(value));
}

void AppendUtf8(unsigned value, std::string& out) {
  if (value < 0x80) {
    out.push_back(static_cast<char>(value));
    return;
  }
  if (value < 0x800) {
    out.push_back(static_cast<char>(0xC0 | value >> 6));
  } else {
    out.push_back(static_cast<char>(0xE0 | value >> 12));
    out.push_back(Continuation(value >> 6));
  }
  out.push_back(Continuation(value));
}

absl::Status CheckLine(absl::string_view line, std::size_t number) {
  if (!base::IsUtf8(line)) {
    return absl::InvalidArgumentError(absl::StrCat(number, ": is not UTF-8"));
  }
  if (absl::StrContains(line, kPlane16Lead) ||
      absl::StrContains(line, "\\U0010")) {
    return absl::InvalidArgumentError(absl::StrCat(
        number, ": has a character for private use, above U+FFFFF"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ToPlane16(absl::string_view toml) {
  absl::ConsumePrefix(&toml, "\xEF\xBB\xBF");
  std::size_t number = 0;
  for (const absl::string_view line : absl::StrSplit(toml, '\n')) {
    const absl::Status checked = CheckLine(line, ++number);
    if (!checked.ok()) return checked;
  }
  std::string moved;
  moved.reserve(toml.size());
  while (!toml.empty()) {
    const absl::string_view character = toml.substr(0, Width(toml[0]));
    if (character.size() == 2 || character.size() == 3) {
      AppendMoved(Value(character), moved);
    } else {
      moved.append(character.data(), character.size());
    }
    toml.remove_prefix(character.size());
  }
  return moved;
}

std::string FromPlane16(absl::string_view text) {
  std::string back;
  back.reserve(text.size());
  while (!text.empty()) {
    const absl::string_view character = text.substr(0, Width(text[0]));
    if (character[0] == kPlane16Lead && character.size() == kPlane16Bytes) {
      AppendUtf8((Byte(character[1]) & 0x0F) << 12 |
                     (Byte(character[2]) & 0x3F) << 6 |
                     (Byte(character[3]) & 0x3F),
                 back);
    } else {
      back.append(character.data(), character.size());
    }
    text.remove_prefix(character.size());
  }
  return back;
}

}  // namespace generation
