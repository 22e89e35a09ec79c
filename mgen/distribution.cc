#include "mgen/distribution.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/sample/btpe.h"
#include "base/sample/hypergeometric.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "mgen/weights.h"
#include "mgen/wire.h"

namespace mgen {
namespace {

constexpr double kMaxLambda = 1.844e19;
constexpr double kMinProbability = 1e-9;  // Below, samples take too long.
constexpr double kMaxValue = std::numeric_limits<std::uint32_t>::max();

template <typename Number>
absl::Status Refuse(absl::string_view parameter, Number value,
                    absl::string_view bound) {
  return absl::InvalidArgumentError(
      absl::StrCat(parameter, " is ", value, ", must be ", bound));
}

absl::Status CheckFinite(absl::string_view parameter, double value) {
  if (std::isfinite(value)) return absl::OkStatus();
  return Refuse(parameter, value, "finite");
}

absl::Status CheckPositive(absl::string_view parameter, double value) {
  if (value > 0 && std::isfinite(value)) return absl::OkStatus();
  return Refuse(parameter, value, "over 0 and finite");
}

absl::Status CheckAtMost(absl::string_view parameter, std::uint64_t value,
                         std::uint64_t bound) {
  if (value <= bound) return absl::OkStatus();
  return Refuse(parameter, value, absl::StrCat("at most ", bound));
}

absl::StatusOr<base::NormalSampler> Compile(const Normal& normal) {
  RETURN_IF_ERROR(CheckFinite("Normal mean", normal.mean));
  RETURN_IF_ERROR(CheckFinite("Normal std_dev", normal.std_dev));
  return base::NormalSampler(
      {.mean = normal.mean, .deviation = normal.std_dev});
}

absl::StatusOr<base::LogNormalSampler> Compile(const LogNormal& log_normal) {
  RETURN_IF_ERROR(CheckFinite("LogNormal mean", log_normal.mean));
  RETURN_IF_ERROR(CheckFinite("LogNormal std_dev", log_normal.std_dev));
  return base::LogNormalSampler(
      {.mean = log_normal.mean, .deviation = log_normal.std_dev});
}

absl::StatusOr<base::UniformSampler> Compile(const Uniform& uniform) {
  RETURN_IF_ERROR(CheckFinite("Uniform low", uniform.low));
  RETURN_IF_ERROR(CheckFinite("Uniform high", uniform.high));
  if (uniform.low >= uniform.high) {
    return Refuse("Uniform low", uniform.low,
                  absl::StrCat("below high, ", uniform.high));
  }
  RETURN_IF_ERROR(
      CheckFinite("Uniform high - low", uniform.high - uniform.low));
  return base::UniformSampler({.low = uniform.low, .high = uniform.high});
}

absl::StatusOr<base::ExpSampler> Compile(const Exp& exp) {
  RETURN_IF_ERROR(CheckPositive("Exp lambda", exp.lambda));
  return base::ExpSampler(exp.lambda);
}

absl::StatusOr<base::ParetoSampler> Compile(const Pareto& pareto) {
  RETURN_IF_ERROR(CheckPositive("Pareto scale", pareto.scale));
  RETURN_IF_ERROR(CheckPositive("Pareto shape", pareto.shape));
  return base::ParetoSampler({.scale = pareto.scale, .shape = pareto.shape});
}

absl::StatusOr<WeightedSampler> Compile(Weighted weighted) {
  return WeightedSampler::Create(std::move(weighted));
}

absl::StatusOr<base::PoissonSampler> Compile(const Poisson& poisson) {
  if (!(poisson.lambda > 0 && poisson.lambda <= kMaxLambda)) {
    return Refuse("Poisson lambda", poisson.lambda,
                  "over 0 and at most 1.844e19");
  }
  return base::PoissonSampler(poisson.lambda);
}

absl::StatusOr<base::BinomialSampler> Compile(const Binomial& binomial) {
  RETURN_IF_ERROR(
      CheckAtMost("Binomial n", binomial.n, base::Btpe::kMaxTrials));
  if (!(binomial.p >= 0 && binomial.p <= 1)) {
    return Refuse("Binomial p", binomial.p, "within [0, 1]");
  }
  return base::BinomialSampler(
      {.trials = binomial.n, .probability = binomial.p});
}

absl::StatusOr<base::GeometricSampler> Compile(const Geometric& geometric) {
  const double p = geometric.p;
  if (!(p == 0 || (p >= kMinProbability && p <= 1))) {
    return Refuse("Geometric p", p, "0 or within [1e-9, 1]");
  }
  return base::GeometricSampler(p);
}

absl::StatusOr<base::HypergeometricSampler> Compile(
    const Hypergeometric& hypergeometric) {
  const std::uint64_t total = hypergeometric.total_population_size;
  RETURN_IF_ERROR(CheckAtMost("Hypergeometric total_population_size", total,
                              base::HypergeometricSampler::kMaxPopulation));
  RETURN_IF_ERROR(CheckAtMost("Hypergeometric population_with_feature",
                              hypergeometric.population_with_feature, total));
  RETURN_IF_ERROR(CheckAtMost("Hypergeometric sample_size",
                              hypergeometric.sample_size, total));
  return base::HypergeometricSampler(
      {.population = total,
       .featured = hypergeometric.population_with_feature,
       .drawn = hypergeometric.sample_size});
}

absl::Status CheckWhole(const Weighted& weighted) {
  for (std::size_t i = 0; i < weighted.values.size(); ++i) {
    const double value = weighted.values[i];
    if (value >= 0 && value <= kMaxValue && value == std::floor(value))
      continue;
    return Refuse(absl::StrCat("line 2, field ", i + 1, ": value"), value,
                  "a whole number from 0 to 4294967295");
  }
  return absl::OkStatus();
}

// The compiled form of whichever alternative `parameters` holds.
template <typename Raw, typename Parameters>
absl::StatusOr<Raw> CompileAny(Parameters parameters) {
  return std::visit(
      [](auto&& alternative) -> absl::StatusOr<Raw> {
        ASSIGN_OR_RETURN(auto sampler, Compile(std::move(alternative)));
        return Raw(std::move(sampler));
      },
      std::move(parameters));
}

template <typename Raw>
double SampleAny(const Raw& raw, base::Random& random) {
  return std::visit(
      [&random](const auto& sampler) {
        return static_cast<double>(sampler.Sample(random));
      },
      raw);
}

}  // namespace

absl::StatusOr<TimeDistribution> TimeDistribution::Create(
    Parameters parameters) {
  ASSIGN_OR_RETURN(Raw raw, CompileAny<Raw>(std::move(parameters)));
  return TimeDistribution(std::move(raw));
}

base::Duration TimeDistribution::Sample(base::Random& random) const {
  return std::min(base::FromSeconds(SampleAny(raw_, random)), kLongestTime);
}

absl::StatusOr<SizeDistribution> SizeDistribution::Create(
    Parameters parameters) {
  if (const auto* weighted = std::get_if<Weighted>(&parameters)) {
    RETURN_IF_ERROR(CheckWhole(*weighted));
  }
  ASSIGN_OR_RETURN(Raw raw, CompileAny<Raw>(std::move(parameters)));
  return SizeDistribution(std::move(raw));
}

std::uint32_t SizeDistribution::Sample(base::Random& random) const {
  const double blocks = SampleAny(raw_, random);
  return static_cast<std::uint32_t>(
      std::min(blocks, static_cast<double>(kMaxBlocksInBody)));
}

}  // namespace mgen
