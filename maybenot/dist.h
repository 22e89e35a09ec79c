// The eleven distributions of a machine, as written in it, and the sampler that
// a machine is compiled to.
#ifndef MAYBENOT_DIST_H_
#define MAYBENOT_DIST_H_

#include <cstdint>
#include <variant>

#include "absl/status/status.h"

namespace maybenot {

// The parameters, in the order of the wire format; an alternative's index in
// DistType is its wire tag. SOURCE: spec/maybenot.md 1.2.

// Any value from `low` to `high`.
struct Uniform {
  double low, high;
  friend bool operator==(const Uniform&, const Uniform&) = default;
};
// Gaussian; `stdev` may be negative, which mirrors it.
struct Normal {
  double mean, stdev;
  friend bool operator==(const Normal&, const Normal&) = default;
};
// Gaussian, leaning to one side by `shape`.
struct SkewNormal {
  double location, scale, shape;
  friend bool operator==(const SkewNormal&, const SkewNormal&) = default;
};
// The exponential of a Gaussian value.
struct LogNormal {
  double mu, sigma;  // Of the underlying normal.
  friend bool operator==(const LogNormal&, const LogNormal&) = default;
};
// Successes among `trials`.
struct Binomial {
  std::uint64_t trials;
  double probability;
  friend bool operator==(const Binomial&, const Binomial&) = default;
};
// Failures before the first success.
struct Geometric {
  double probability;
  friend bool operator==(const Geometric&, const Geometric&) = default;
};
// Heavy-tailed, from `scale` on; the smaller `shape`, the heavier.
struct Pareto {
  double scale, shape;
  friend bool operator==(const Pareto&, const Pareto&) = default;
};
// Events in a time in which `lambda` are expected.
struct Poisson {
  double lambda;
  friend bool operator==(const Poisson&, const Poisson&) = default;
};
// Time to a failure whose rate falls (`shape` below 1) or grows.
struct Weibull {
  double scale, shape;
  friend bool operator==(const Weibull&, const Weibull&) = default;
};
// Sum of waits of mean `scale`, `shape` of them.
struct Gamma {
  double scale, shape;
  friend bool operator==(const Gamma&, const Gamma&) = default;
};
// From 0 to 1.
struct Beta {
  double alpha, beta;
  friend bool operator==(const Beta&, const Beta&) = default;
};

// Which distribution.
using DistType = std::variant<Uniform, Normal, SkewNormal, LogNormal, Binomial,
                              Geometric, Pareto, Poisson, Weibull, Gamma, Beta>;

// A distribution with an offset and a cap. A sample x becomes x + start; if
// that is not finite, 0; then at least 0; and at most `max` if max > 0.
struct Dist {
  DistType type = Uniform{0, 0};
  double start = 0;
  double max = 0;  // 0, negative or NaN: no cap.

  // Errors: kInvalidArgument naming parameter, value and bound, exactly where
  // the reference refuses; `start` and `max` may be anything.
  // SOURCE: spec/maybenot.md 1.4.
  absl::Status Validate() const;

  friend bool operator==(const Dist&, const Dist&) = default;
};

}  // namespace maybenot

#endif  // MAYBENOT_DIST_H_
