#include "maybenot/deflate/encoder.h"

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "maybenot/deflate/bit_writer.h"
#include "maybenot/deflate/block.h"
#include "maybenot/deflate/block_writer.h"
#include "maybenot/deflate/match_finder.h"
#include "maybenot/deflate/symbols.h"

namespace maybenot::deflate {
namespace {

// A match this long is taken without a look at the next position.
constexpr std::uint32_t kLongMatch = 128;
// The shortest match costs more than its literals from this distance on.
constexpr std::uint32_t kTooFarForShortest = 8192;

class Encoder {
 public:
  Encoder(absl::string_view input, BitWriter& out)
      : input_(input), finder_(input), out_(out) {}

  void Run() {
    while (position_ < input_.size()) {
      looked_to_ = finder_.LookedTo(position_);
      Advance(Step());
      if (block_.full()) EndBlock(Last::kNo);
    }
    EndBlock(Last::kYes);
  }

 private:
  // Decides at the position, and returns by how much to go on.
  std::size_t Step() {
    const Match match = FindWorthwhile();
    if (match.distance != 0) {
      if (held_.distance != 0) block_.AddLiteral(input_[position_ - 1]);
      if (match.length < kLongMatch) {
        held_ = match;
        return 1;
      }
      held_ = {};
      block_.AddMatch(match);
      return match.length;
    }
    if (held_.distance != 0) {
      const std::size_t rest = held_.length - 1;
      block_.AddMatch(held_);
      held_ = {};
      return rest;
    }
    block_.AddLiteral(input_[position_]);
    return 1;
  }

  // A match longer than the one that is held, if there is one.
  Match FindWorthwhile() {
    finder_.Insert(position_);
    const std::uint32_t longer_than =
        held_.distance != 0 ? held_.length : kMinMatch - 1;
    const Match match = finder_.FindLonger(position_, longer_than);
    const bool too_far =
        match.length == kMinMatch && match.distance >= kTooFarForShortest;
    // Nor does miniz go back to where its window began.
    const bool to_window_begin = match.distance == position_ % kWindowBytes;
    return too_far || to_window_begin ? Match{} : match;
  }

  void Advance(std::size_t bytes) {
    for (std::size_t i = 1; i < bytes; ++i) finder_.Insert(position_ + i);
    position_ += bytes;
  }

  void EndBlock(Last last) {
    const bool in_window = looked_to_ - block_begin_ <= kWindowBytes;
    WriteBlock(block_,
               in_window ? input_.substr(block_begin_, block_.covered())
                         : absl::string_view(),
               last, out_);
    block_begin_ += block_.covered();
    block_.Clear();
  }

  absl::string_view input_;
  MatchFinder finder_;
  BitWriter& out_;
  Block block_;
  std::size_t block_begin_ = 0;
  std::size_t position_ = 0;
  std::size_t looked_to_ = 0;
  Match held_;  // Begins one byte before the position, and waits for a better.
};

// Method 8, a window of 32 KiB, the slowest level. SOURCE: RFC 1950 2.2.
constexpr std::uint32_t kHeader = 0xda78;

std::uint32_t Checksum(absl::string_view bytes) {
  return static_cast<std::uint32_t>(
      adler32(1, reinterpret_cast<const Bytef*>(bytes.data()),
              static_cast<uInt>(bytes.size())));
}

}  // namespace

std::string Compress(absl::string_view input) {
  BitWriter out;
  out.Put(kHeader, 16);
  Encoder(input, out).Run();
  out.AlignToByte();
  const std::uint32_t checksum = Checksum(input);
  for (unsigned shift = 32; shift > 0; shift -= 8) {
    out.Put(checksum >> (shift - 8) & 0xff, 8);
  }
  return out.TakeBytes();
}

}  // namespace maybenot::deflate
