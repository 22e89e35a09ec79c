#include "maybenot/deflate/packed_lengths.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace maybenot::deflate {
namespace {

constexpr std::size_t kLeastRun = 3;
constexpr std::size_t kMostRepeats = 6;
constexpr std::size_t kLeastManyZeros = 11;
constexpr std::size_t kMostZeros = 138;

PackedLength Run(std::uint8_t length, std::size_t size) {
  if (length != 0) {
    return {16, static_cast<std::uint8_t>(size - kLeastRun), 2};
  }
  if (size < kLeastManyZeros) {
    return {17, static_cast<std::uint8_t>(size - kLeastRun), 3};
  }
  return {18, static_cast<std::uint8_t>(size - kLeastManyZeros), 7};
}

}  // namespace

std::vector<PackedLength> PackLengths(absl::Span<const std::uint8_t> lengths) {
  std::vector<PackedLength> packed;
  while (!lengths.empty()) {
    const std::uint8_t length = lengths.front();
    const auto end = std::find_if(lengths.begin(), lengths.end(),
                                  [&](std::uint8_t l) { return l != length; });
    auto left = static_cast<std::size_t>(end - lengths.begin());
    lengths.remove_prefix(left);
    const std::size_t most = length == 0 ? kMostZeros : kMostRepeats;
    if (length != 0) {  // There is something to repeat only after the first.
      packed.push_back({length, 0, 0});
      --left;
    }
    while (left >= kLeastRun) {
      const std::size_t size = std::min(left, most);
      packed.push_back(Run(length, size));
      left -= size;
    }
    packed.insert(packed.end(), left, {length, 0, 0});
  }
  return packed;
}

}  // namespace maybenot::deflate
