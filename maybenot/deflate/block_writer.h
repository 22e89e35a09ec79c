// A block as bits.
#ifndef MAYBENOT_DEFLATE_BLOCK_WRITER_H_
#define MAYBENOT_DEFLATE_BLOCK_WRITER_H_

#include "absl/strings/string_view.h"
#include "maybenot/deflate/bit_writer.h"
#include "maybenot/deflate/block.h"

namespace maybenot::deflate {

enum class Last : bool { kNo, kYes };

// Writes `block`: with the fixed codes if it covers less than 48 bytes, else
// with codes of its own. If that takes no less than the bytes it covers, and
// those are `at_hand`, they are written as they are: which is empty if miniz
// would no longer have them. SOURCE: miniz, `tdefl_flush_block`.
void WriteBlock(const Block& block, absl::string_view at_hand, Last last,
                BitWriter& out);

}  // namespace maybenot::deflate

#endif  // MAYBENOT_DEFLATE_BLOCK_WRITER_H_
