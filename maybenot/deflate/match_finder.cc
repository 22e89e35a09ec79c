#include "maybenot/deflate/match_finder.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "absl/strings/string_view.h"
#include "maybenot/deflate/symbols.h"

namespace maybenot::deflate {
namespace {

constexpr std::size_t kHashes = 32768;
constexpr std::size_t kWindowMask = kWindowBytes - 1;

// A round ends after this many links, or with one worth a comparison.
constexpr int kLinksOfARound = 3;
constexpr int kRounds = 256;
// Who holds a match of this length already looks less for a longer one.
constexpr std::uint32_t kGoodLength = 32;
constexpr int kRoundsBeyondGood = 64;

template <typename Word>
Word Load(const char* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

// How many bytes are equal, up to `most`.
std::uint32_t CommonLength(const char* a, const char* b, std::uint32_t most) {
  constexpr std::uint32_t kStep = sizeof(std::uint64_t);
  static_assert(std::endian::native == std::endian::little);
  std::uint32_t length = 0;
  while (length + kStep <= most) {
    const std::uint64_t difference =
        Load<std::uint64_t>(a + length) ^ Load<std::uint64_t>(b + length);
    if (difference != 0) {
      const int zeros = std::countr_zero(difference);
      return length + static_cast<std::uint32_t>(zeros) / 8;
    }
    length += kStep;
  }
  while (length < most && a[length] == b[length]) ++length;
  return length;
}

}  // namespace

MatchFinder::MatchFinder(absl::string_view input)
    : input_(input), heads_(kHashes), links_(kWindowBytes) {}

void MatchFinder::Insert(std::size_t position) {
  if (position + kMinMatch > input_.size()) return;
  std::size_t hash = 0;
  for (const char c : input_.substr(position, kMinMatch)) {
    hash = (hash << 5 ^ static_cast<unsigned char>(c)) % kHashes;
  }
  links_[position & kWindowMask] = heads_[hash];
  heads_[hash] = static_cast<std::uint16_t>(position);
}

Match MatchFinder::FindLonger(std::size_t position,
                              std::uint32_t length) const {
  const auto most = static_cast<std::uint32_t>(LookedTo(position) - position);
  if (most <= length) return {};
  const std::size_t reach =
      std::min<std::size_t>(position, kWindowBytes - most);
  const char* const here = input_.data() + position;
  Match best;
  // A longer match has the last byte of this length in common, and the next.
  auto last_two = Load<std::uint16_t>(here + length - 1);
  std::size_t link = position;
  int rounds = length < kGoodLength ? kRounds : kRoundsBeyondGood;
  while (rounds-- > 0) {
    for (int i = 0; i < kLinksOfARound; ++i) {
      link = links_[link & kWindowMask];
      const std::size_t distance = (position - link) & 0xffff;
      if (link == 0 || distance > reach) return best;
      const char* const there = here - distance;
      if (Load<std::uint16_t>(there + length - 1) != last_two) continue;
      if (distance == 0) return best;
      const std::uint32_t common = CommonLength(there, here, most);
      if (common > length) {
        length = common;
        best = {length, static_cast<std::uint32_t>(distance)};
        if (length == most) return best;
        last_two = Load<std::uint16_t>(here + length - 1);
      }
      break;
    }
  }
  return best;
}

}  // namespace maybenot::deflate
