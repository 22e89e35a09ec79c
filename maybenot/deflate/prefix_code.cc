#include "maybenot/deflate/prefix_code.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"

namespace maybenot::deflate {
namespace {

constexpr unsigned kMaxLength = 15;

std::uint16_t Reversed(std::uint32_t bits, unsigned count) {
  std::uint32_t reversed = 0;
  for (unsigned i = 0; i < count; ++i) {
    reversed = reversed << 1 | (bits >> i & 1);
  }
  return static_cast<std::uint16_t>(reversed);
}

}  // namespace

PrefixCode::PrefixCode(absl::Span<const std::uint8_t> lengths) {
  std::array<std::uint32_t, kMaxLength + 1> histogram = {};
  for (const std::uint8_t length : lengths) ++histogram[length];
  histogram[0] = 0;
  std::array<std::uint32_t, kMaxLength + 1> next = {};
  for (unsigned length = 1; length <= kMaxLength; ++length) {
    next[length] = (next[length - 1] + histogram[length - 1]) << 1;
  }
  codewords_.reserve(lengths.size());
  for (const std::uint8_t length : lengths) {
    if (length == 0) {
      codewords_.push_back({});
    } else {
      codewords_.push_back({Reversed(next[length]++, length), length});
    }
  }
}

}  // namespace maybenot::deflate
