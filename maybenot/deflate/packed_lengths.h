// Code lengths as a dynamic block's header says them: with runs.
#ifndef MAYBENOT_DEFLATE_PACKED_LENGTHS_H_
#define MAYBENOT_DEFLATE_PACKED_LENGTHS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace maybenot::deflate {

inline constexpr std::size_t kPackingSymbols = 19;

// 0 to 15: this length. 16: the length before, 3 to 6 times. 17 and 18: zero,
// 3 to 10 and 11 to 138 times. SOURCE: RFC 1951 3.2.7.
struct PackedLength {
  std::uint8_t symbol = 0;
  std::uint8_t extra = 0;  // How many times, less the least.
  std::uint8_t extra_bits = 0;

  friend bool operator==(const PackedLength&, const PackedLength&) = default;
};

// Runs are cut into the longest pieces there are, from the left; what is left
// over is said one by one if it is under 3. SOURCE: miniz,
// `tdefl_start_dynamic_block`.
std::vector<PackedLength> PackLengths(absl::Span<const std::uint8_t> lengths);

}  // namespace maybenot::deflate

#endif  // MAYBENOT_DEFLATE_PACKED_LENGTHS_H_
