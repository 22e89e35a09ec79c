#include "base/sample/alias_table.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "absl/types/span.h"
#include "base/check.h"

namespace base {

AliasTable::AliasTable(absl::Span<const std::uint32_t> weights)
    : cells_(weights.size()) {
  BASE_CHECK(weights.size() <= std::numeric_limits<std::uint32_t>::max());
  const std::uint64_t capacity =
      std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  BASE_CHECK(capacity > 0);

  // Weights times the number of cells: exact, and each cell holds `capacity`.
  std::vector<std::uint64_t> left(weights.begin(), weights.end());
  std::vector<std::uint32_t> poor;  // Too little for a cell of their own.
  std::vector<std::uint32_t> rich;
  for (std::uint32_t i = 0; i < left.size(); ++i) {
    left[i] *= left.size();
    (left[i] < capacity ? poor : rich).push_back(i);
  }
  while (!poor.empty()) {
    const std::uint32_t receiver = poor.back();
    poor.pop_back();
    const std::uint32_t giver = rich.back();
    Cell& cell = cells_[receiver];
    cell.own_share =
        static_cast<double>(left[receiver]) / static_cast<double>(capacity);
    cell.alias = giver;
    left[giver] -= capacity - left[receiver];
    if (left[giver] >= capacity) continue;
    rich.pop_back();
    poor.push_back(giver);
  }
}

}  // namespace base
