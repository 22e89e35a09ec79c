// The zlib layer of the text form: RFC 1950 around RFC 1951.
#ifndef MAYBENOT_COMPRESSION_H_
#define MAYBENOT_COMPRESSION_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace maybenot {

// What one read of the reference takes in and gives out, in bytes.
// SOURCE: spec/maybenot.md 1.1.
inline constexpr std::size_t kMaxCompressedBytes = 32768;
inline constexpr std::size_t kMaxPayloadBytes = 1 << 20;

// The first bytes of what the zlib stream `compressed` holds, as one read of
// the reference gives them: what the first kMaxCompressedBytes inflate to, cut
// at kMaxPayloadBytes. A stream that ends early gives what is there, its
// checksum included; bytes after it are ignored. Cost: linear in input and
// output; holds both.
// Errors: kInvalidArgument for a bad header, a corrupt stream, a checksum that
// does not match, or a stream without output.
absl::StatusOr<std::string> Inflate(absl::string_view compressed);

}  // namespace maybenot

#endif  // MAYBENOT_COMPRESSION_H_
