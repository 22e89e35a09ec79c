#include "maybenot/sampler.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <variant>

#include "base/random.h"
#include "maybenot/dist.h"

namespace maybenot {
namespace {

base::UniformSampler Compile(const Uniform& dist) {
  return base::UniformSampler({.low = dist.low, .high = dist.high});
}
base::NormalSampler Compile(const Normal& dist) {
  return base::NormalSampler({.mean = dist.mean, .deviation = dist.stdev});
}
base::SkewNormalSampler Compile(const SkewNormal& dist) {
  return base::SkewNormalSampler(
      {.location = dist.location, .scale = dist.scale, .shape = dist.shape});
}
base::LogNormalSampler Compile(const LogNormal& dist) {
  return base::LogNormalSampler({.mean = dist.mu, .deviation = dist.sigma});
}
base::BinomialSampler Compile(const Binomial& dist) {
  return base::BinomialSampler(
      {.trials = dist.trials, .probability = dist.probability});
}
base::GeometricSampler Compile(const Geometric& dist) {
  return base::GeometricSampler(dist.probability);
}
base::ParetoSampler Compile(const Pareto& dist) {
  return base::ParetoSampler({.scale = dist.scale, .shape = dist.shape});
}
base::PoissonSampler Compile(const Poisson& dist) {
  return base::PoissonSampler(dist.lambda);
}
base::WeibullSampler Compile(const Weibull& dist) {
  return base::WeibullSampler({.scale = dist.scale, .shape = dist.shape});
}
base::GammaSampler Compile(const Gamma& dist) {
  return base::GammaSampler({.scale = dist.scale, .shape = dist.shape});
}
base::BetaSampler Compile(const Beta& dist) {
  return base::BetaSampler({.alpha = dist.alpha, .beta = dist.beta});
}

// Not inlined: each has a frame of its own, and the simple ones have none.
template <typename Raw>
[[gnu::noinline]] double Draw(const Raw& raw, base::Random& random) {
  return static_cast<double>(raw.Sample(random));
}
// A call as it is.
double Draw(const base::GammaSampler& raw, base::Random& random) {
  return raw.Sample(random);
}

}  // namespace

Sampler::Sampler(const Dist& dist)
    : raw_(std::visit([](const auto& type) -> Raw { return Compile(type); },
                      dist.type)),
      start_(dist.start + 0.0),
      cap_(dist.max > 0 ? dist.max : std::numeric_limits<double>::infinity()) {}

double Sampler::SampleRaw(base::Random& random) const {
  return std::visit(
      [&random](const auto& sampler) { return Draw(sampler, random); }, raw_);
}

// What is made of the raw sample does not fall when that rises, so if both ends
// of where it must lie come to the same, it is that.
template <typename Power>
std::uint64_t Sampler::SampleRoundedPower(const Power& power, double most,
                                          base::Random& random) const {
  const auto rounded = [&](double raw) {
    return Round(std::min(Clamp(raw), most));
  };
  const double u = base::OpenClosedUnit(random);
  const double near = power.Near(u);
  const double margin = near * base::kNearness;
  if (near <= base::kMostNear) [[likely]] {
    const std::uint64_t low = rounded(near - margin);
    if (low == rounded(near + margin)) [[likely]]
      return low;
  }
  return rounded(power.At(u));
}

std::uint64_t Sampler::SampleRoundedRaw(double most,
                                        base::Random& random) const {
  if (const auto* pareto = std::get_if<base::ParetoSampler>(&raw_)) {
    return SampleRoundedPower(*pareto, most, random);
  }
  if (const auto* weibull = std::get_if<base::WeibullSampler>(&raw_)) {
    return SampleRoundedPower(*weibull, most, random);
  }
  return Round(std::min(Clamp(SampleRaw(random)), most));
}

}  // namespace maybenot
