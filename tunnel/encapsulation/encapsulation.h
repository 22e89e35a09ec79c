// Snowflake's encapsulation: data and padding chunks with a length prefix.
// SOURCE: spec/tunnel.md section 1.
//
//   byte 1: d c xxxxxx   d: 1 data, 0 padding; c: one more prefix byte follows
//   byte 2:   c yyyyyyy
//   byte 3:   0 zzzzzzz
//   length = the value bits in order, most significant first; then the bytes.
#ifndef TUNNEL_ENCAPSULATION_ENCAPSULATION_H_
#define TUNNEL_ENCAPSULATION_ENCAPSULATION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace encapsulation {

inline constexpr std::size_t kMaxChunkBytes = (1 << 20) - 1;

// How many prefix bytes a chunk of `length` takes: 1 to 3.
// Requires: length <= kMaxChunkBytes.
std::size_t PrefixSize(std::size_t length);

// The most data that a chunk of at most `size` bytes, prefix included, can
// carry. Exact: near the boundaries one byte more than Snowflake's own formula.
// Requires: size >= 1.
std::size_t MaxDataForSize(std::size_t size);

// Appends a data chunk, prefix minimal. Requires: data.size() <=
// kMaxChunkBytes.
void AppendData(absl::Span<const std::uint8_t> data,
                std::vector<std::uint8_t>& out);

// Appends one padding chunk of exactly `size` bytes, prefix included. The
// prefix is one byte longer than it need be where no minimal one fits (65).
// Requires: 1 <= size <= kMaxChunkBytes + 3.
void AppendPaddingChunk(std::size_t size, std::vector<std::uint8_t>& out);

// Appends exactly `size` bytes of padding: chunks of at most 1024 bytes, prefix
// included, as Snowflake does. Any size works.
void AppendPadding(std::size_t size, std::vector<std::uint8_t>& out);

// Decodes a stream of chunks, however it is split. Holds no chunk: what comes
// out is a view of what went in.
class Decoder {
 public:
  // A piece of a chunk. An empty chunk gives one piece, `ends_chunk` set.
  struct Piece {
    bool is_data;
    bool begins_chunk;
    bool ends_chunk;
    std::size_t prefix_bytes;  // Of the chunk's prefix, which no piece shows.
    std::size_t chunk_bytes;   // Length of the whole chunk without its prefix.
    absl::Span<const std::uint8_t> bytes;  // Into the input.
  };

  // The next piece of `input`, which is moved past it; none when all of the
  // input was taken (perhaps into an unfinished prefix).
  // Errors: kInvalidArgument for a third prefix byte that continues; the stream
  // is then unusable, and every later call returns the same.
  absl::StatusOr<std::optional<Piece>> Next(
      absl::Span<const std::uint8_t>& input);

  // Whether the stream may end here: between chunks.
  bool at_boundary() const;

 private:
  enum class Place : std::uint8_t {
    kBetweenChunks,
    kInPrefix,
    kInChunk,
    kBroken,
  };

  // Takes prefix bytes until the prefix is whole or the input is empty.
  absl::Status ReadPrefix(absl::Span<const std::uint8_t>& input);

  Place place_ = Place::kBetweenChunks;
  bool is_data_ = false;
  std::size_t prefix_bytes_ = 0;
  std::size_t chunk_bytes_ = 0;
  std::size_t left_ = 0;  // Of the chunk, not yet given out.
};

}  // namespace encapsulation

#endif  // TUNNEL_ENCAPSULATION_ENCAPSULATION_H_
