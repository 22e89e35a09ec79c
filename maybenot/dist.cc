#include "maybenot/dist.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"

namespace maybenot {
namespace {

// Below it, and not 0, samples would take too long.
constexpr double kMinProbability = 1e-9;
constexpr std::uint64_t kMaxTrials = 1'000'000'000;
constexpr double kMaxLambda = 1.844e19;

// As few digits as tell it from every other double.
std::string Shortest(double value) {
  std::array<char, 32> text;
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return std::string(text.data(), end);
}

absl::Status Refuse(absl::string_view field, double value,
                    absl::string_view bound) {
  return absl::InvalidArgumentError(
      absl::StrCat(field, " is ", Shortest(value), ", must be ", bound));
}

absl::Status CheckFinite(absl::string_view field, double value) {
  if (std::isfinite(value)) return absl::OkStatus();
  return Refuse(field, value, "finite");
}

// Infinity is positive, NaN is not.
absl::Status CheckPositive(absl::string_view field, double value) {
  if (value > 0) return absl::OkStatus();
  return Refuse(field, value, "over 0");
}

absl::Status CheckProbability(absl::string_view field, double value) {
  if (value == 0 || (value >= kMinProbability && value <= 1)) {
    return absl::OkStatus();
  }
  return Refuse(field, value, "0 or within [1e-9, 1]");
}

absl::Status Check(const Uniform& uniform) {
  RETURN_IF_ERROR(CheckFinite("Uniform low", uniform.low));
  RETURN_IF_ERROR(CheckFinite("Uniform high", uniform.high));
  if (uniform.low > uniform.high) {
    return Refuse("Uniform low", uniform.low,
                  absl::StrCat("at most high, ", Shortest(uniform.high)));
  }
  return CheckFinite("Uniform high - low", uniform.high - uniform.low);
}

absl::Status Check(const Normal& normal) {
  return CheckFinite("Normal stdev", normal.stdev);
}

absl::Status Check(const SkewNormal& skew) {
  RETURN_IF_ERROR(CheckFinite("SkewNormal scale", skew.scale));
  RETURN_IF_ERROR(CheckPositive("SkewNormal scale", skew.scale));
  return CheckFinite("SkewNormal shape", skew.shape);
}

absl::Status Check(const LogNormal& log_normal) {
  return CheckFinite("LogNormal sigma", log_normal.sigma);
}

absl::Status Check(const Binomial& binomial) {
  if (binomial.trials > kMaxTrials) {
    return absl::InvalidArgumentError(
        absl::StrCat("Binomial trials is ", binomial.trials,
                     ", must be at most ", kMaxTrials));
  }
  return CheckProbability("Binomial probability", binomial.probability);
}

absl::Status Check(const Geometric& geometric) {
  return CheckProbability("Geometric probability", geometric.probability);
}

absl::Status Check(const Pareto& pareto) {
  RETURN_IF_ERROR(CheckPositive("Pareto scale", pareto.scale));
  return CheckPositive("Pareto shape", pareto.shape);
}

absl::Status Check(const Poisson& poisson) {
  if (poisson.lambda > 0 && poisson.lambda <= kMaxLambda) {
    return absl::OkStatus();
  }
  return Refuse("Poisson lambda", poisson.lambda,
                "over 0 and at most 1.844e19");
}

absl::Status Check(const Weibull& weibull) {
  RETURN_IF_ERROR(CheckPositive("Weibull scale", weibull.scale));
  return CheckPositive("Weibull shape", weibull.shape);
}

absl::Status Check(const Gamma& gamma) {
  RETURN_IF_ERROR(CheckPositive("Gamma scale", gamma.scale));
  return CheckPositive("Gamma shape", gamma.shape);
}

absl::Status Check(const Beta& beta) {
  RETURN_IF_ERROR(CheckPositive("Beta alpha", beta.alpha));
  return CheckPositive("Beta beta", beta.beta);
}

}  // namespace

absl::Status Dist::Validate() const {
  return std::visit([](const auto& parameters) { return Check(parameters); },
                    type);
}

}  // namespace maybenot
