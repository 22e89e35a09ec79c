#include "tunnel/encapsulation/encapsulation.h"

#include <algorithm>

#include "base/check.h"
#include "base/status_macros.h"

namespace encapsulation {
namespace {

constexpr std::uint8_t kData = 0x80;            // In the first byte.
constexpr std::uint8_t kFirstContinues = 0x40;  // In the first byte.
constexpr std::uint8_t kContinues = 0x80;       // In the other two.
constexpr std::size_t kMaxPrefixBytes = 3;
constexpr std::size_t kMaxPaddingBlock = 1024;

// The longest chunk with a prefix of 1, 2 and 3 bytes: 6, 13 and 20 bits.
constexpr std::size_t kMaxLength[kMaxPrefixBytes] = {63, 8191, kMaxChunkBytes};

void AppendPrefix(std::uint8_t kind, std::size_t prefix_bytes,
                  std::size_t length, std::vector<std::uint8_t>& out) {
  const std::size_t first_shift = 7 * (prefix_bytes - 1);
  const auto first = static_cast<std::uint8_t>(length >> first_shift);
  out.push_back(static_cast<std::uint8_t>(
      kind | (prefix_bytes > 1 ? kFirstContinues : 0) | first));
  for (std::size_t left = prefix_bytes - 1; left > 0; --left) {
    const auto bits =
        static_cast<std::uint8_t>((length >> (7 * (left - 1))) & 0x7f);
    out.push_back(
        static_cast<std::uint8_t>((left > 1 ? kContinues : 0) | bits));
  }
}

}  // namespace

std::size_t PrefixSize(std::size_t length) {
  BASE_CHECK(length <= kMaxChunkBytes);
  return length <= kMaxLength[0] ? 1 : length <= kMaxLength[1] ? 2 : 3;
}

std::size_t MaxDataForSize(std::size_t size) {
  BASE_CHECK(size >= 1);
  std::size_t most = 0;
  for (std::size_t prefix = 1; prefix <= kMaxPrefixBytes && prefix <= size;
       ++prefix) {
    most = std::max(most, std::min(size - prefix, kMaxLength[prefix - 1]));
  }
  return most;
}

void AppendData(absl::Span<const std::uint8_t> data,
                std::vector<std::uint8_t>& out) {
  AppendPrefix(kData, PrefixSize(data.size()), data.size(), out);
  out.insert(out.end(), data.begin(), data.end());
}

void AppendPaddingChunk(std::size_t size, std::vector<std::uint8_t>& out) {
  BASE_CHECK(size >= 1 && size <= kMaxChunkBytes + kMaxPrefixBytes);
  std::size_t prefix = 1;
  while (size - prefix > kMaxLength[prefix - 1]) ++prefix;
  AppendPrefix(0, prefix, size - prefix, out);
  out.resize(out.size() + size - prefix);
}

void AppendPadding(std::size_t size, std::vector<std::uint8_t>& out) {
  while (size > 0) {
    const std::size_t block = std::min(size, kMaxPaddingBlock);
    AppendPaddingChunk(block, out);
    size -= block;
  }
}

absl::Status Decoder::ReadPrefix(absl::Span<const std::uint8_t>& input) {
  while (place_ != Place::kInChunk && place_ != Place::kBroken &&
         !input.empty()) {
    const std::uint8_t byte = input.front();
    input.remove_prefix(1);
    bool continues = false;
    if (place_ == Place::kBetweenChunks) {
      is_data_ = (byte & kData) != 0;
      continues = (byte & kFirstContinues) != 0;
      prefix_bytes_ = 1;
      chunk_bytes_ = byte & 0x3f;
    } else {
      continues = (byte & kContinues) != 0;
      ++prefix_bytes_;
      chunk_bytes_ = chunk_bytes_ << 7 | (byte & 0x7f);
    }
    place_ = !continues                        ? Place::kInChunk
             : prefix_bytes_ < kMaxPrefixBytes ? Place::kInPrefix
                                               : Place::kBroken;
    left_ = chunk_bytes_;
  }
  if (place_ != Place::kBroken) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "a chunk's length prefix goes on after its third byte, the last one");
}

absl::StatusOr<std::optional<Decoder::Piece>> Decoder::Next(
    absl::Span<const std::uint8_t>& input) {
  RETURN_IF_ERROR(ReadPrefix(input));
  if (place_ != Place::kInChunk) return std::nullopt;
  const std::size_t taken = std::min(left_, input.size());
  if (taken == 0 && left_ > 0) return std::nullopt;
  const Piece piece = {.is_data = is_data_,
                       .begins_chunk = left_ == chunk_bytes_,
                       .ends_chunk = left_ == taken,
                       .prefix_bytes = prefix_bytes_,
                       .chunk_bytes = chunk_bytes_,
                       .bytes = input.first(taken)};
  input.remove_prefix(taken);
  left_ -= taken;
  if (left_ == 0) place_ = Place::kBetweenChunks;
  return piece;
}

bool Decoder::at_boundary() const { return place_ == Place::kBetweenChunks; }

}  // namespace encapsulation
