// The distributions by name, and their parameters by name: what every written
// form of a machine goes through.
#ifndef MAYBENOT_DIST_PARAMETERS_H_
#define MAYBENOT_DIST_PARAMETERS_H_

#include <array>
#include <cstddef>
#include <type_traits>
#include <variant>

#include "absl/strings/string_view.h"
#include "maybenot/dist.h"

namespace maybenot {

// By index in DistType, which is the wire's tag. SOURCE: spec/maybenot.md 1.2.
inline constexpr std::array<absl::string_view, std::variant_size_v<DistType>>
    kDistNames = {"Uniform",  "Normal",    "SkewNormal", "LogNormal",
                  "Binomial", "Geometric", "Pareto",     "Poisson",
                  "Weibull",  "Gamma",     "Beta"};

// The distribution whose index in DistType is `index`, its parameters zero.
// `I`: where to look from.
// Requires: index < kDistNames.size().
template <std::size_t I = 0>
DistType ZeroDist(std::size_t index) {
  if constexpr (I + 1 < std::variant_size_v<DistType>) {
    if (index != I) return ZeroDist<I + 1>(index);
  }
  return std::variant_alternative_t<I, DistType>{};
}

// Calls `f(name, parameter)` for each parameter of `dist`, one alternative of
// DistType, in the order of the wire. All are double& (or const), but for
// Binomial's `trials`, std::uint64_t&.
template <typename D, typename F>
void ForEachParameter(D& dist, F&& f) {
  using T = std::remove_const_t<D>;
  if constexpr (std::is_same_v<T, Uniform>) {
    f("low", dist.low);
    f("high", dist.high);
  } else if constexpr (std::is_same_v<T, Normal>) {
    f("mean", dist.mean);
    f("stdev", dist.stdev);
  } else if constexpr (std::is_same_v<T, SkewNormal>) {
    f("location", dist.location);
    f("scale", dist.scale);
    f("shape", dist.shape);
  } else if constexpr (std::is_same_v<T, LogNormal>) {
    f("mu", dist.mu);
    f("sigma", dist.sigma);
  } else if constexpr (std::is_same_v<T, Binomial>) {
    f("trials", dist.trials);
    f("probability", dist.probability);
  } else if constexpr (std::is_same_v<T, Geometric>) {
    f("probability", dist.probability);
  } else if constexpr (std::is_same_v<T, Poisson>) {
    f("lambda", dist.lambda);
  } else if constexpr (std::is_same_v<T, Beta>) {
    f("alpha", dist.alpha);
    f("beta", dist.beta);
  } else {  // Pareto, Weibull, Gamma.
    f("scale", dist.scale);
    f("shape", dist.shape);
  }
}

}  // namespace maybenot

#endif  // MAYBENOT_DIST_PARAMETERS_H_
