#include "base/utf8.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace base {
namespace {

// How many bytes follow a leading byte, and which values the first of them may
// have: that bound alone shuts out overlong forms, surrogates and what lies
// above U+10FFFF. SOURCE: RFC 3629 section 4.
struct Lead {
  std::size_t following;
  std::uint8_t low, high;
};

Lead LeadOf(std::uint8_t byte) {
  if (byte >= 0xc2 && byte <= 0xdf) return {1, 0x80, 0xbf};
  if (byte == 0xe0) return {2, 0xa0, 0xbf};
  if (byte == 0xed) return {2, 0x80, 0x9f};
  if (byte >= 0xe1 && byte <= 0xef) return {2, 0x80, 0xbf};
  if (byte == 0xf0) return {3, 0x90, 0xbf};
  if (byte >= 0xf1 && byte <= 0xf3) return {3, 0x80, 0xbf};
  if (byte == 0xf4) return {3, 0x80, 0x8f};
  return {0, 0, 0};
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto first = static_cast<std::uint8_t>(text[i]);
    ++i;
    if (first < 0x80) continue;
    const Lead lead = LeadOf(first);
    if (lead.following == 0 || text.size() - i < lead.following) return false;
    const auto second = static_cast<std::uint8_t>(text[i]);
    if (second < lead.low || second > lead.high) return false;
    for (std::size_t k = 1; k < lead.following; ++k) {
      if ((static_cast<std::uint8_t>(text[i + k]) & 0xc0) != 0x80) return false;
    }
    i += lead.following;
  }
  return true;
}

}  // namespace base
