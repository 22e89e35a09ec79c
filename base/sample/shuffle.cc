#include "base/sample/shuffle.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "base/sample/uniform_int.h"

namespace base {
namespace {

using Indices = std::vector<std::uint32_t>;

// Both sizes of a Choice in the 32 bits that they are drawn with.
struct Sizes {
  std::uint32_t amount, of;
};

// R. Floyd's: O(amount) memory, O(amount^2) time.
Indices ChooseByFloyd(Random& random, Sizes sizes) {
  Indices chosen;
  chosen.reserve(sizes.amount);
  for (std::uint32_t last = sizes.of - sizes.amount; last < sizes.of; ++last) {
    const std::uint32_t draw = UniformInt(random, Range32{0, last});
    const auto taken = std::find(chosen.begin(), chosen.end(), draw);
    if (taken != chosen.end()) *taken = last;
    chosen.push_back(draw);
  }
  return chosen;
}

// The first `amount` steps of a Fisher-Yates shuffle: O(of) memory.
Indices ChooseByShuffle(Random& random, Sizes sizes) {
  Indices all(sizes.of);
  std::iota(all.begin(), all.end(), 0);
  for (std::uint32_t i = 0; i < sizes.amount; ++i) {
    std::swap(all[i], all[UniformInt(random, Range32{i, sizes.of - 1})]);
  }
  all.resize(sizes.amount);
  return all;
}

// For few of very many: what was drawn before is drawn again.
Indices ChooseByRejection(Random& random, Sizes sizes) {
  std::unordered_set<std::uint32_t> seen;
  Indices chosen;
  while (chosen.size() < sizes.amount) {
    const std::uint32_t draw = UnbiasedBelow(random, sizes.of);
    if (seen.insert(draw).second) chosen.push_back(draw);
  }
  return chosen;
}

}  // namespace

std::uint32_t GrowingDraws::Next(Random& random) {
  ++bound_;
  if (left_ == 0) {
    std::uint64_t product = bound_;
    std::uint64_t factor = bound_;
    do {
      rest_ = static_cast<std::uint32_t>(product);
      product *= ++factor;
      ++left_;
    } while (product <= 0xffffffff);
    rest_ = UniformInt(random, Range32{0, rest_ - 1});
  }
  if (--left_ == 0) return rest_;
  const std::uint32_t draw = rest_ % bound_;
  rest_ /= bound_;
  return draw;
}

Indices Choose(Random& random, Choice choice) {
  BASE_CHECK(choice.of <= 0xffffffff);
  const Sizes sizes = {
      .amount = static_cast<std::uint32_t>(std::min(choice.amount, choice.of)),
      .of = static_cast<std::uint32_t>(choice.of)};
  // Where one way is faster than another; in 32 bits, or else we differ where
  // rounding decides. SOURCE: rand, index.
  const float amount = static_cast<float>(sizes.amount);
  const float of = static_cast<float>(sizes.of);
  const bool large = sizes.of >= 500'000;
  if (sizes.amount >= 163) {
    const float ratio = large ? 330.0f / 9.0f : 270.0f;
    return of < ratio * amount ? ChooseByShuffle(random, sizes)
                               : ChooseByRejection(random, sizes);
  }
  const float slope = (large ? 8.0f / 45.0f : 1.6f) * amount;
  const float ratio = (large ? 70.0f / 9.0f : 10.0f) + slope;
  return sizes.amount > 11 && of < ratio * amount
             ? ChooseByShuffle(random, sizes)
             : ChooseByFloyd(random, sizes);
}

}  // namespace base
