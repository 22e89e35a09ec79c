#include "maybenot/deflate/code_lengths.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include "absl/types/span.h"

namespace maybenot::deflate {
namespace {

struct Leaf {
  std::uint32_t count = 0;
  std::size_t symbol = 0;
};

// How many codewords have each length.
using Histogram = std::array<std::uint32_t, 16>;

// The symbols that occur, the rarest first, and of those the lowest.
std::vector<Leaf> SortedLeaves(absl::Span<const std::uint32_t> counts) {
  std::vector<Leaf> leaves;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0) leaves.push_back({counts[i], i});
  }
  std::sort(leaves.begin(), leaves.end(), [](const Leaf& a, const Leaf& b) {
    return std::tie(a.count, a.symbol) < std::tie(b.count, b.symbol);
  });
  return leaves;
}

// Huffman's tree over two or more leaves: the parent of each node. Nodes are
// the leaves, then the joints in the order they are made, the root last.
std::vector<std::size_t> Parents(const std::vector<Leaf>& leaves) {
  const std::size_t n = leaves.size();
  std::vector<std::uint32_t> counts;
  counts.reserve(2 * n - 1);
  for (const Leaf& leaf : leaves) counts.push_back(leaf.count);
  std::vector<std::size_t> parents(2 * n - 1);
  std::size_t leaf = 0;
  std::size_t joint = n;
  const auto take_rarest = [&] {
    const bool have_leaf = leaf < n;
    const bool have_joint = joint < counts.size();
    const bool is_joint =
        !have_leaf || (have_joint && counts[joint] < counts[leaf]);
    const std::size_t node = is_joint ? joint++ : leaf++;
    parents[node] = counts.size();
    return counts[node];
  };
  while (counts.size() < 2 * n - 1) {
    const std::uint32_t first = take_rarest();
    const std::uint32_t second = take_rarest();
    counts.push_back(first + second);
  }
  return parents;
}

// Lengths over `limit` count as `limit`.
Histogram CountLengths(const std::vector<Leaf>& leaves, unsigned limit) {
  Histogram histogram = {};
  const std::size_t n = leaves.size();
  if (n < 2) {
    histogram[1] = static_cast<std::uint32_t>(n);
    return histogram;
  }
  const std::vector<std::size_t> parents = Parents(leaves);
  std::vector<unsigned> depths(parents.size());
  for (std::size_t node = parents.size() - 1; node-- > 0;) {
    depths[node] = depths[parents[node]] + 1;
    if (node < n) ++histogram[std::min(depths[node], limit)];
  }
  return histogram;
}

// Until the codewords fit (Kraft's sum is at most 1), each step takes one of
// the longest and hangs it beside another, which grows by a bit.
void MakeFit(Histogram& histogram, unsigned limit) {
  std::uint32_t sum = 0;  // In units of 2^-limit.
  for (unsigned i = 1; i <= limit; ++i) sum += histogram[i] << (limit - i);
  for (; sum > 1u << limit; --sum) {
    unsigned length = limit - 1;
    while (histogram[length] == 0) --length;
    --histogram[limit];
    --histogram[length];
    histogram[length + 1] += 2;
  }
}

}  // namespace

std::vector<std::uint8_t> CodeLengths(absl::Span<const std::uint32_t> counts,
                                      unsigned limit) {
  const std::vector<Leaf> leaves = SortedLeaves(counts);
  Histogram histogram = CountLengths(leaves, limit);
  MakeFit(histogram, limit);
  std::vector<std::uint8_t> lengths(counts.size());
  auto commonest = leaves.rbegin();
  for (unsigned length = 1; length <= limit; ++length) {
    for (std::uint32_t i = 0; i < histogram[length]; ++i, ++commonest) {
      lengths[commonest->symbol] = static_cast<std::uint8_t>(length);
    }
  }
  return lengths;
}

}  // namespace maybenot::deflate
