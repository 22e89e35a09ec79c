// How long the codewords of a Huffman code are.
#ifndef MAYBENOT_DEFLATE_CODE_LENGTHS_H_
#define MAYBENOT_DEFLATE_CODE_LENGTHS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace maybenot::deflate {

// The length of each symbol's codeword in an optimal code, 0 for a symbol that
// does not occur, 1 for one that occurs alone. Codewords over `limit` are cut
// to it, and shorter ones lengthened to make room: not optimal, but miniz's.
// Of the codes that are equally good it is the one where single symbols are
// joined before groups of the same count, and of two symbols of the same count
// the later one's codeword is no longer. Cost: n log n.
// Requires: 2^limit >= the number of symbols that occur; limit <= 15.
// SOURCE: miniz, `tdefl_optimize_huffman_table`.
std::vector<std::uint8_t> CodeLengths(absl::Span<const std::uint32_t> counts,
                                      unsigned limit);

}  // namespace maybenot::deflate

#endif  // MAYBENOT_DEFLATE_CODE_LENGTHS_H_
