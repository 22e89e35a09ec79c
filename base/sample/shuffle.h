// Random orders and random choices among many.
#ifndef BASE_SAMPLE_SHUFFLE_H_
#define BASE_SAMPLE_SHUFFLE_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "base/check.h"
#include "base/random.h"

namespace base {

// Draws j(1) in [0, 1], j(2) in [0, 2], ...: several of them out of one word
// while their product fits 32 bits. SOURCE: rand, increasing_uniform.
class GrowingDraws {
 public:
  std::uint32_t Next(Random& random);

 private:
  std::uint32_t bound_ = 1;  // The last draw was below this.
  std::uint32_t rest_ = 0;   // Of the word: uniform over what is still to come.
  int left_ = 0;             // Draws that `rest_` is still good for.
};

// All orders are equally likely. Bit-equal to rand 0.9's `shuffle`.
// Requires: fewer than 2^32 - 1 items.
template <typename T>
void Shuffle(Random& random, absl::Span<T> items) {
  BASE_CHECK(items.size() < 0xffffffff);
  GrowingDraws draws;
  for (std::size_t i = 1; i < items.size(); ++i) {
    using std::swap;
    swap(items[i], items[draws.Next(random)]);
  }
}

struct Choice {
  std::size_t amount;  // How many are wanted.
  std::size_t of;      // Of how many.
};

// min(amount, of) distinct indices below `of`, all sets and orders equally
// likely. Bit-equal to rand 0.9's `choose_multiple`, which takes one of three
// ways by the two sizes. Takes O(amount) memory, or O(of) if that is not much
// more. Requires: of < 2^32. SOURCE: rand, index.
std::vector<std::uint32_t> Choose(Random& random, Choice choice);

}  // namespace base

#endif  // BASE_SAMPLE_SHUFFLE_H_
