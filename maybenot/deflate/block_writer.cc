#include "maybenot/deflate/block_writer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "maybenot/deflate/bit_writer.h"
#include "maybenot/deflate/block.h"
#include "maybenot/deflate/code_lengths.h"
#include "maybenot/deflate/packed_lengths.h"
#include "maybenot/deflate/prefix_code.h"
#include "maybenot/deflate/symbols.h"

namespace maybenot::deflate {
namespace {

using Lengths = std::vector<std::uint8_t>;

// Types of blocks, and how many bits say one. SOURCE: RFC 1951 3.2.3.
constexpr std::uint32_t kStored = 0;
constexpr std::uint32_t kFixed = 1;
constexpr std::uint32_t kDynamic = 2;
constexpr unsigned kTypeBits = 2;

// The least that has codes of its own, and the most that is never stored.
constexpr std::size_t kLeastDynamic = 48;
constexpr std::size_t kMostNeverStored = 32;

// SOURCE: RFC 1951 3.2.6.
Lengths FixedLiteralLengths() {
  Lengths lengths(kLiteralSymbols, 8);
  std::fill(lengths.begin() + 144, lengths.begin() + 256, std::uint8_t{9});
  std::fill(lengths.begin() + 256, lengths.begin() + 280, std::uint8_t{7});
  return lengths;
}

// Cuts zeros off the end, down to `least`.
void TrimZeros(Lengths& lengths, std::size_t least) {
  while (lengths.size() > least && lengths.back() == 0) lengths.pop_back();
}

void WriteTokens(const Block& block, const PrefixCode& literals,
                 const PrefixCode& distances, BitWriter& out) {
  for (const Token& token : block.tokens()) {
    if (token.distance == 0) {
      literals.Put(token.value, out);
      continue;
    }
    const Symbol length = LengthSymbol(token.value);
    literals.Put(length.index, out);
    out.Put(length.extra, length.extra_bits);
    const Symbol distance = DistanceSymbol(token.distance);
    distances.Put(distance.index, out);
    out.Put(distance.extra, distance.extra_bits);
  }
  literals.Put(kEndOfBlock, out);
}

void WriteFixed(const Block& block, BitWriter& out) {
  out.Put(kFixed, kTypeBits);
  WriteTokens(block, PrefixCode(FixedLiteralLengths()),
              PrefixCode(Lengths(kDistanceSymbols, 5)), out);
}

// The lengths of both codes, themselves in a code whose lengths come first.
// SOURCE: RFC 1951 3.2.7.
void WriteLengths(const Lengths& literals, const Lengths& distances,
                  BitWriter& out) {
  constexpr unsigned kMaxPackingLength = 7;
  constexpr std::size_t kLeastPacking = 4;
  constexpr std::array<std::uint8_t, kPackingSymbols> kOrder = {
      16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  Lengths both = literals;
  both.insert(both.end(), distances.begin(), distances.end());
  const std::vector<PackedLength> packed = PackLengths(both);
  std::array<std::uint32_t, kPackingSymbols> counts = {};
  for (const PackedLength& length : packed) ++counts[length.symbol];
  const Lengths packing = CodeLengths(counts, kMaxPackingLength);
  Lengths ordered;
  for (const std::uint8_t symbol : kOrder) ordered.push_back(packing[symbol]);
  TrimZeros(ordered, kLeastPacking);

  out.Put(static_cast<std::uint32_t>(literals.size() - (kEndOfBlock + 1)), 5);
  out.Put(static_cast<std::uint32_t>(distances.size() - 1), 5);
  out.Put(static_cast<std::uint32_t>(ordered.size() - kLeastPacking), 4);
  for (const std::uint8_t length : ordered) out.Put(length, 3);
  const PrefixCode code(packing);
  for (const PackedLength& length : packed) {
    code.Put(length.symbol, out);
    out.Put(length.extra, length.extra_bits);
  }
}

void WriteDynamic(const Block& block, BitWriter& out) {
  constexpr unsigned kMaxLength = 15;
  Lengths literals = CodeLengths(block.literal_counts(), kMaxLength);
  Lengths distances = CodeLengths(block.distance_counts(), kMaxLength);
  TrimZeros(literals, kEndOfBlock + 1);
  TrimZeros(distances, 1);
  out.Put(kDynamic, kTypeBits);
  WriteLengths(literals, distances, out);
  WriteTokens(block, PrefixCode(literals), PrefixCode(distances), out);
}

// SOURCE: RFC 1951 3.2.4.
void WriteStored(absl::string_view bytes, BitWriter& out) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  out.Put(kStored, kTypeBits);
  out.AlignToByte();
  out.Put(size, 16);
  out.Put(size ^ 0xffff, 16);
  out.PutBytes(bytes);
}

}  // namespace

void WriteBlock(const Block& block, absl::string_view at_hand, Last last,
                BitWriter& out) {
  out.Put(last == Last::kYes ? 1 : 0, 1);
  const BitWriter::Mark start = out.Here();
  if (block.covered() < kLeastDynamic) {
    WriteFixed(block, out);
  } else {
    WriteDynamic(block, out);
  }
  // The last byte is seldom complete.
  const std::size_t written = out.bytes().size() - start.bytes + 1;
  if (at_hand.size() > kMostNeverStored && written >= at_hand.size()) {
    out.GoBackTo(start);
    WriteStored(at_hand, out);
  }
}

}  // namespace maybenot::deflate
