// Property: a stream of chunks decoded at any split gives what it gives whole:
// the same chunks, the same error, the same places where it may end. And chunks
// written again come back equal, in at most as many bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/random.h"
#include "tunnel/encapsulation/encapsulation.h"

namespace {

using encapsulation::Decoder;

struct Chunk {
  bool is_data = false;
  std::size_t prefix_bytes = 0;
  std::size_t chunk_bytes = 0;
  std::vector<std::uint8_t> bytes;  // Fewer than chunk_bytes at the end only.

  friend bool operator==(const Chunk&, const Chunk&) = default;
};

struct Outcome {
  std::vector<Chunk> chunks;
  bool ok = true;
  bool at_boundary = true;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

void Feed(absl::Span<const std::uint8_t> part, Decoder& decoder,
          Outcome& outcome) {
  while (true) {
    const std::uint8_t* const before = part.data();
    absl::StatusOr<std::optional<Decoder::Piece>> piece = decoder.Next(part);
    outcome.ok = piece.ok();
    if (!piece.ok()) return;
    if (!piece->has_value()) break;
    const Decoder::Piece& found = **piece;
    BASE_CHECK(found.bytes.data() >= before && part.data() >= before);
    if (found.begins_chunk) {
      outcome.chunks.push_back(
          {found.is_data, found.prefix_bytes, found.chunk_bytes, {}});
    }
    std::vector<std::uint8_t>& bytes = outcome.chunks.back().bytes;
    bytes.insert(bytes.end(), found.bytes.begin(), found.bytes.end());
    BASE_CHECK(found.ends_chunk == (bytes.size() == found.chunk_bytes));
  }
  BASE_CHECK(part.empty());
}

// In parts of at most `longest_part` bytes; 0: in one.
Outcome Decode(absl::Span<const std::uint8_t> stream, base::Random random,
               std::size_t longest_part) {
  Decoder decoder;
  Outcome outcome;
  while (outcome.ok && !stream.empty()) {
    const std::size_t size =
        longest_part == 0 ? stream.size() : 1 + random.NextU32() % longest_part;
    Feed(stream.subspan(0, size), decoder, outcome);
    stream.remove_prefix(std::min(size, stream.size()));
  }
  outcome.at_boundary = decoder.at_boundary();
  return outcome;
}

void CheckRewritten(const Outcome& outcome, std::size_t stream_bytes) {
  std::vector<std::uint8_t> rewritten;
  for (const Chunk& chunk : outcome.chunks) {
    if (chunk.is_data) {
      encapsulation::AppendData(chunk.bytes, rewritten);
    } else {
      encapsulation::AppendPadding(chunk.prefix_bytes + chunk.chunk_bytes,
                                   rewritten);
    }
  }
  BASE_CHECK(rewritten.size() <= stream_bytes);
  const Outcome again = Decode(rewritten, base::Random::FromSeed(0), 0);
  BASE_CHECK(again.ok && again.at_boundary);
  std::vector<std::vector<std::uint8_t>> data, data_again;
  for (const Chunk& chunk : outcome.chunks) {
    if (chunk.is_data) data.push_back(chunk.bytes);
  }
  for (const Chunk& chunk : again.chunks) {
    if (chunk.is_data) data_again.push_back(chunk.bytes);
  }
  BASE_CHECK(data == data_again);
}

}  // namespace

// The first byte seeds the split; the rest is the stream.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const base::Random random = base::Random::FromSeed(data[0]);
  const absl::Span<const std::uint8_t> stream(data + 1, size - 1);
  const Outcome whole = Decode(stream, random, 0);
  BASE_CHECK(Decode(stream, random, 1) == whole);
  BASE_CHECK(Decode(stream, random, 7) == whole);
  BASE_CHECK(Decode(stream, random, size) == whole);
  if (whole.ok && whole.at_boundary) CheckRewritten(whole, stream.size());
  return 0;
}
