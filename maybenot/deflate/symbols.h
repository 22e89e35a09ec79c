// The alphabets of a block: how lengths and distances become symbols.
// SOURCE: RFC 1951 3.2.5.
#ifndef MAYBENOT_DEFLATE_SYMBOLS_H_
#define MAYBENOT_DEFLATE_SYMBOLS_H_

#include <cstddef>
#include <cstdint>

namespace maybenot::deflate {

// Bytes that occurred before: `length` of them, `distance` back.
struct Match {
  std::uint32_t length = 0;
  std::uint32_t distance = 0;  // 0: no match.

  friend bool operator==(const Match&, const Match&) = default;
};

inline constexpr std::uint32_t kMinMatch = 3;
inline constexpr std::uint32_t kMaxMatch = 258;
inline constexpr std::uint32_t kWindowBytes = 32768;

// Literals are the first 256 symbols of the first alphabet.
inline constexpr std::size_t kEndOfBlock = 256;
inline constexpr std::size_t kLiteralSymbols = 288;  // The last two unused.
inline constexpr std::size_t kDistanceSymbols = 32;  // Likewise.

// A symbol, and the bits that follow it and tell it from its neighbours.
struct Symbol {
  std::size_t index = 0;
  std::uint32_t extra = 0;
  unsigned extra_bits = 0;

  friend bool operator==(const Symbol&, const Symbol&) = default;
};

// In [257, 285]. Requires: length in [kMinMatch, kMaxMatch].
Symbol LengthSymbol(std::uint32_t length);

// In [0, 29]. Requires: distance in [1, kWindowBytes].
Symbol DistanceSymbol(std::uint32_t distance);

}  // namespace maybenot::deflate

#endif  // MAYBENOT_DEFLATE_SYMBOLS_H_
