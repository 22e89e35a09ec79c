// Draws of an index by weight, in constant time.
#ifndef BASE_SAMPLE_ALIAS_TABLE_H_
#define BASE_SAMPLE_ALIAS_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "base/random.h"

namespace base {

// One cell an index, each of the same total weight and shared by two indices at
// most: its own and its alias. 16 bytes a cell, two draws a sample.
// SOURCE: Vose.
class AliasTable {
 public:
  // Requires: fewer than 2^32 weights, not all of them 0.
  explicit AliasTable(absl::Span<const std::uint32_t> weights);

  std::size_t size() const { return cells_.size(); }

  // Less than size(); an index of weight 0 never.
  std::size_t Sample(Random& random) const {
    const auto cells = static_cast<double>(cells_.size());
    const auto own = static_cast<std::size_t>(UnitDouble(random) * cells);
    const Cell& cell = cells_[own];
    return UnitDouble(random) < cell.own_share ? own : cell.alias;
  }

 private:
  struct Cell {
    double own_share = 1;
    std::uint32_t alias = 0;
  };

  std::vector<Cell> cells_;
};

}  // namespace base

#endif  // BASE_SAMPLE_ALIAS_TABLE_H_
