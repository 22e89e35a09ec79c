// The distributions of MGen's configuration: six for times, five for sizes.
// SOURCE: spec/traffic.md 1.5.
#ifndef MGEN_DISTRIBUTION_H_
#define MGEN_DISTRIBUTION_H_

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/time.h"

namespace mgen {

struct Normal {
  double mean, std_dev;
};
struct LogNormal {
  double mean, std_dev;  // Of the underlying normal.
};
struct Uniform {
  double low, high;  // low < high; high excluded.
};
struct Exp {
  double lambda;  // A rate, 1/s.
};
struct Pareto {
  double scale, shape;
};
struct Poisson {
  double lambda;
};
struct Binomial {
  std::uint64_t n;
  double p;
};
struct Geometric {
  double p;  // Of success; a sample counts the failures before it.
};
struct Hypergeometric {
  std::uint64_t total_population_size;
  std::uint64_t population_with_feature;
  std::uint64_t sample_size;
};
// Values drawn by weight, in constant time (an alias table, shared by copies).
struct Weighted {
  std::vector<std::uint32_t> weights;
  std::vector<double> values;  // Seconds, or whole blocks.
};

// The weights file: line 1 weights (u32), line 2 values, comma separated, no
// spaces; further lines are ignored. `whole_values`: values must be u32
// (sizes). Errors: kInvalidArgument with line, field, value and bound.
absl::StatusOr<Weighted> ParseWeights(absl::string_view text,
                                      bool whole_values);

// A time: seconds, clamped to be at least 0 and at most ten years.
class TimeDistribution {
 public:
  using Parameters =
      std::variant<Normal, LogNormal, Uniform, Exp, Pareto, Weighted>;
  // Errors: kInvalidArgument naming parameter, value and bound.
  static absl::StatusOr<TimeDistribution> Create(Parameters parameters);
  base::Duration Sample(base::Random& random) const;

 private:
  // Compiled samplers of base/sample; laid out by distribution.cc's author.
};

// A size: blocks of 160 bytes, clamped to [0, kMaxBlocksInBody].
class SizeDistribution {
 public:
  using Parameters =
      std::variant<Poisson, Binomial, Geometric, Hypergeometric, Weighted>;
  static absl::StatusOr<SizeDistribution> Create(Parameters parameters);
  std::uint32_t Sample(base::Random& random) const;
};

}  // namespace mgen

#endif  // MGEN_DISTRIBUTION_H_
