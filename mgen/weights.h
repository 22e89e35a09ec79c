// Values drawn by weight, and the file that they come from.
#ifndef MGEN_WEIGHTS_H_
#define MGEN_WEIGHTS_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/sample/alias_table.h"

namespace mgen {

struct Weighted {
  std::vector<std::uint32_t> weights;
  std::vector<double> values;  // Seconds, or whole blocks.
};

// The weights file: line 1 weights (u32), line 2 values, comma separated, no
// spaces; further lines are ignored. `whole_values`: values must be u32
// (sizes). Errors: kInvalidArgument with line, field, value and bound.
// SOURCE: spec/traffic.md 1.5.
absl::StatusOr<Weighted> ParseWeights(absl::string_view text,
                                      bool whole_values);

// Draws in constant time; copies share the table.
class WeightedSampler {
 public:
  // Errors: kInvalidArgument if the counts differ, all weights are 0, or a
  // value is not finite.
  static absl::StatusOr<WeightedSampler> Create(Weighted weighted);

  double Sample(base::Random& random) const {
    return table_->values[table_->indices.Sample(random)];
  }

 private:
  struct Table {
    base::AliasTable indices;
    std::vector<double> values;
  };

  explicit WeightedSampler(std::shared_ptr<const Table> table)
      : table_(std::move(table)) {}

  std::shared_ptr<const Table> table_;
};

}  // namespace mgen

#endif  // MGEN_WEIGHTS_H_
