#include "maybenot/deflate/block.h"

#include <cstddef>
#include <cstdint>

#include "maybenot/deflate/symbols.h"

namespace maybenot::deflate {

Block::Block() { Clear(); }

void Block::Clear() {
  tokens_.clear();
  matches_ = 0;
  covered_ = 0;
  literal_counts_.fill(0);
  literal_counts_[kEndOfBlock] = 1;
  distance_counts_.fill(0);
}

void Block::AddLiteral(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  tokens_.push_back({value, 0});
  ++covered_;
  ++literal_counts_[value];
}

void Block::AddMatch(Match match) {
  tokens_.push_back({static_cast<std::uint16_t>(match.length),
                     static_cast<std::uint16_t>(match.distance)});
  ++matches_;
  covered_ += match.length;
  ++literal_counts_[LengthSymbol(match.length).index];
  ++distance_counts_[DistanceSymbol(match.distance).index];
}

bool Block::full() const {
  constexpr std::size_t kRecordBytes = 65536;
  constexpr std::size_t kMargin = 8;
  constexpr std::size_t kMuch = 31 * 1024;
  // A literal is a byte of miniz's record, a match three, and a byte goes
  // before each eight of either.
  const std::size_t record =
      1 + tokens_.size() / 8 + tokens_.size() + 2 * matches_;
  if (record > kRecordBytes - kMargin) return true;
  return covered_ > kMuch && record * 115 / 128 >= covered_;
}

}  // namespace maybenot::deflate
