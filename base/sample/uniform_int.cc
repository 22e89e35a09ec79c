#include "base/sample/uniform_int.h"

#include <cstdint>
#include <limits>

#include "base/check.h"
#include "base/random.h"

namespace base {
namespace {

// A product of two words, whose upper word is the draw.
struct Wide {
  std::uint64_t upper, lower;
};

Wide Scale(std::uint32_t word, std::uint32_t width) {
  const std::uint64_t product = std::uint64_t{word} * width;
  return {.upper = product >> 32, .lower = product & 0xffffffff};
}

Wide Scale(std::uint64_t word, std::uint64_t width) {
  __extension__ using Product = unsigned __int128;
  const Product product = Product{word} * width;
  return {.upper = static_cast<std::uint64_t>(product >> 64),
          .lower = static_cast<std::uint64_t>(product)};
}

// The draw below `width` as a fraction of 2^bits with one word below the point,
// and a second word only if that could carry into it.
template <typename Word, typename Next>
Word Below(Word width, const Next& next) {
  const Wide first = Scale(next(), width);
  const Word negated = static_cast<Word>(0 - width);
  if (first.lower <= negated) return static_cast<Word>(first.upper);
  const Wide second = Scale(next(), width);
  const Word sum = static_cast<Word>(first.lower + second.upper);
  const bool carries = sum < static_cast<Word>(first.lower);
  return static_cast<Word>(first.upper + (carries ? 1 : 0));
}

}  // namespace

std::uint32_t UniformInt(Random& random, Range32 range) {
  BASE_CHECK(range.low <= range.high);
  const std::uint32_t width = range.high - range.low + 1;
  const auto next = [&random] { return random.NextU32(); };
  if (width == 0) return next();  // All 2^32.
  return range.low + Below(width, next);
}

std::uint64_t UniformInt(Random& random, Range64 range) {
  BASE_CHECK(range.low <= range.high);
  const std::uint64_t width = range.high - range.low + 1;
  const auto next = [&random] { return random.NextU64(); };
  if (width == 0) return next();  // All 2^64.
  return range.low + Below(width, next);
}

std::uint64_t UniformIndex(Random& random, Range64 range) {
  if (range.high > std::numeric_limits<std::uint32_t>::max()) {
    return UniformInt(random, range);
  }
  return UniformInt(random,
                    Range32{.low = static_cast<std::uint32_t>(range.low),
                            .high = static_cast<std::uint32_t>(range.high)});
}

std::uint32_t UnbiasedBelow(Random& random, std::uint32_t bound) {
  BASE_CHECK(bound > 0);
  const std::uint32_t threshold = (0 - bound) % bound;
  Wide draw = Scale(random.NextU32(), bound);
  while (draw.lower < threshold) draw = Scale(random.NextU32(), bound);
  return static_cast<std::uint32_t>(draw.upper);
}

}  // namespace base
