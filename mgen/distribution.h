// The distributions of MGen's configuration: six for times, five for sizes.
// SOURCE: spec/traffic.md 1.5.
#ifndef MGEN_DISTRIBUTION_H_
#define MGEN_DISTRIBUTION_H_

#include <cstdint>
#include <utility>
#include <variant>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/sample/binomial.h"
#include "base/sample/exp.h"
#include "base/sample/geometric.h"
#include "base/sample/hypergeometric.h"
#include "base/sample/normal.h"
#include "base/sample/poisson.h"
#include "base/sample/power.h"
#include "base/sample/uniform.h"
#include "base/time.h"
#include "mgen/weights.h"

namespace mgen {

struct Normal {
  double mean, std_dev;  // Both finite.
};
struct LogNormal {
  double mean, std_dev;  // Of the underlying normal; finite.
};
struct Uniform {
  double low, high;  // low < high, finite; high excluded.
};
struct Exp {
  double lambda;  // A rate, 1/s; over 0, finite.
};
struct Pareto {
  double scale, shape;  // Both over 0, finite.
};
struct Poisson {
  double lambda;  // Over 0, at most 1.844e19.
};
struct Binomial {
  std::uint64_t n;  // At most 2^52.
  double p;         // Within [0, 1].
};
struct Geometric {
  // Of success; a sample counts the failures before it. 0, which is the largest
  // size always, or within [1e-9, 1].
  double p;
};
struct Hypergeometric {
  std::uint64_t total_population_size;  // At most 1e9; the others at most it.
  std::uint64_t population_with_feature;
  std::uint64_t sample_size;
};
// Ten years, of 365 days.
inline constexpr base::Duration kLongestTime = base::Seconds(315'360'000);

// A time: seconds, clamped to be at least 0 and at most kLongestTime.
class TimeDistribution {
 public:
  using Parameters =
      std::variant<Normal, LogNormal, Uniform, Exp, Pareto, Weighted>;
  // Errors: kInvalidArgument naming parameter, value and bound.
  static absl::StatusOr<TimeDistribution> Create(Parameters parameters);
  base::Duration Sample(base::Random& random) const;

 private:
  using Raw = std::variant<base::NormalSampler, base::LogNormalSampler,
                           base::UniformSampler, base::ExpSampler,
                           base::ParetoSampler, WeightedSampler>;

  explicit TimeDistribution(Raw raw) : raw_(std::move(raw)) {}

  Raw raw_;
};

// A size: blocks of 160 bytes, clamped to [0, kMaxBlocksInBody].
class SizeDistribution {
 public:
  using Parameters =
      std::variant<Poisson, Binomial, Geometric, Hypergeometric, Weighted>;
  // Errors: kInvalidArgument naming parameter, value and bound.
  static absl::StatusOr<SizeDistribution> Create(Parameters parameters);
  std::uint32_t Sample(base::Random& random) const;

 private:
  using Raw = std::variant<base::PoissonSampler, base::BinomialSampler,
                           base::GeometricSampler, base::HypergeometricSampler,
                           WeightedSampler>;

  explicit SizeDistribution(Raw raw) : raw_(std::move(raw)) {}

  Raw raw_;
};

}  // namespace mgen

#endif  // MGEN_DISTRIBUTION_H_
