#include "maybenot/dist.h"

#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot {
namespace {

using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();

std::vector<DistType> Accepted() {
  return {Uniform{0, 0},
          Uniform{-1, 1},
          Uniform{0, kLargest},
          Normal{kNan, 1},
          Normal{kInf, -1},
          Normal{0, 0},
          SkewNormal{kNan, 1, 0},
          SkewNormal{0, kSmallest, -5},
          LogNormal{kNan, -1},
          Binomial{0, 0},
          Binomial{1'000'000'000, 1},
          Binomial{1, 1e-9},
          Binomial{1, -0.0},
          Geometric{0},
          Geometric{1e-9},
          Geometric{1},
          Pareto{kInf, kInf},
          Pareto{kSmallest, kSmallest},
          Poisson{kSmallest},
          Poisson{1.844e19},
          Weibull{kInf, kSmallest},
          Gamma{kInf, 1},
          Gamma{kSmallest, kInf},
          Beta{kInf, kInf}};
}

TEST(DistTest, AcceptsWhatTheReferenceAccepts) {
  for (const DistType& type : Accepted()) {
    const absl::Status status = Dist{.type = type}.Validate();
    EXPECT_TRUE(status.ok()) << type.index() << ": " << status;
  }
}

TEST(DistTest, StartAndMaxMayBeAnything) {
  for (const double value : {kNan, kInf, -kInf, -1.0}) {
    const Dist dist = {.type = Uniform{1, 2}, .start = value, .max = value};
    EXPECT_TRUE(dist.Validate().ok());
  }
}

struct Refusal {
  DistType type;
  std::string message;
};

std::vector<Refusal> Refused() {
  return {
      {Uniform{2, 1}, "Uniform low is 2, must be at most high, 1"},
      {Uniform{kNan, 1}, "Uniform low is nan, must be finite"},
      {Uniform{0, kInf}, "Uniform high is inf, must be finite"},
      {Uniform{-kLargest, kLargest}, "Uniform high - low is inf"},
      {Normal{0, kInf}, "Normal stdev is inf, must be finite"},
      {Normal{0, kNan}, "Normal stdev is nan"},
      {SkewNormal{0, 0, 1}, "SkewNormal scale is 0, must be over 0"},
      {SkewNormal{0, kInf, 1}, "SkewNormal scale is inf"},
      {SkewNormal{0, 1, kNan}, "SkewNormal shape is nan"},
      {LogNormal{0, kInf}, "LogNormal sigma is inf"},
      {Binomial{1'000'000'001, 0.5},
       "Binomial trials is 1000000001, must be at most 1000000000"},
      {Binomial{1, 9e-10},
       "Binomial probability is 9e-10, must be 0 or within [1e-9, 1]"},
      {Binomial{1, kNan}, "Binomial probability is nan"},
      {Geometric{1.5}, "Geometric probability is 1.5, must be 0 or within"},
      {Geometric{-0.1}, "Geometric probability is -0.1"},
      {Pareto{0, 1}, "Pareto scale is 0, must be over 0"},
      {Pareto{1, kNan}, "Pareto shape is nan"},
      {Poisson{0}, "Poisson lambda is 0, must be over 0"},
      {Poisson{1.85e19}, "at most 1.844e19"},
      {Poisson{kInf}, "Poisson lambda is inf"},
      {Weibull{1, 0}, "Weibull shape is 0"},
      {Weibull{-1, 1}, "Weibull scale is -1"},
      {Gamma{0, 1}, "Gamma scale is 0"},
      {Gamma{1, -0.0}, "Gamma shape is -0"},
      {Beta{0, 1}, "Beta alpha is 0"},
      {Beta{1, kNan}, "Beta beta is nan"},
  };
}

TEST(DistTest, RefusesWhatTheReferenceRefusesAndSaysWhy) {
  for (const Refusal& refusal : Refused()) {
    const absl::Status status = Dist{.type = refusal.type}.Validate();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(refusal.message));
  }
}

}  // namespace
}  // namespace maybenot
