// What one block of a stream says: literals and matches in order.
#ifndef MAYBENOT_DEFLATE_BLOCK_H_
#define MAYBENOT_DEFLATE_BLOCK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "maybenot/deflate/symbols.h"

namespace maybenot::deflate {

// A literal, or a match.
struct Token {
  std::uint16_t value = 0;     // The byte, or the match's length.
  std::uint16_t distance = 0;  // 0: a literal.
};

// Collects tokens and counts their symbols until it is full. Holds at most
// 58,248 tokens, 4 bytes each.
class Block {
 public:
  Block();

  // Requires: not full().
  void AddLiteral(char byte);
  void AddMatch(Match match);

  // Whether the block is to be written now: its record would not fit miniz's
  // buffer of 64 KiB, or the record is no smaller than 9/10 of over 31 KiB.
  // SOURCE: miniz, `tdefl_compress_normal`.
  bool full() const;

  // Bytes of input that the tokens stand for.
  std::size_t covered() const { return covered_; }

  const std::vector<Token>& tokens() const { return tokens_; }

  // How often each symbol occurs, the one end of the block included.
  const std::array<std::uint32_t, kLiteralSymbols>& literal_counts() const {
    return literal_counts_;
  }
  const std::array<std::uint32_t, kDistanceSymbols>& distance_counts() const {
    return distance_counts_;
  }

  void Clear();

 private:
  std::vector<Token> tokens_;
  std::size_t matches_ = 0;
  std::size_t covered_ = 0;
  std::array<std::uint32_t, kLiteralSymbols> literal_counts_;
  std::array<std::uint32_t, kDistanceSymbols> distance_counts_;
};

}  // namespace maybenot::deflate

#endif  // MAYBENOT_DEFLATE_BLOCK_H_
