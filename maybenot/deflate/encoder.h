// The compressor of the text form: the bytes that the reference writes.
#ifndef MAYBENOT_DEFLATE_ENCODER_H_
#define MAYBENOT_DEFLATE_ENCODER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace maybenot::deflate {

// `input` as a zlib stream, byte for byte as miniz makes it at level 9: names
// of machines are hashes of these bytes. A match is taken only if the next
// position has no longer one, or if it is long. Memory: 128 KiB, at most 228
// KiB of tokens, and the stream. Cost: linear, at worst 768 comparisons a byte.
// SOURCE: spec/maybenot.md 1.3; RFC 1950; miniz, `tdefl_compress_normal`.
std::string Compress(absl::string_view input);

}  // namespace maybenot::deflate

#endif  // MAYBENOT_DEFLATE_ENCODER_H_
