#include "maybenot/dist_parameters.h"

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"

namespace maybenot {
namespace {

// "Name(parameter, ...)".
std::string Signature(std::size_t index) {
  DistType type = ZeroDist(index);
  EXPECT_EQ(type.index(), index);
  std::vector<std::string> names;
  std::visit(
      [&](auto& dist) {
        ForEachParameter(dist, [&](absl::string_view name, auto& value) {
          EXPECT_EQ(value, 0);
          names.emplace_back(name);
        });
      },
      type);
  return absl::StrCat(kDistNames[index], "(", absl::StrJoin(names, ", "), ")");
}

// SOURCE: spec/maybenot.md 1.2, the table of DistType.
TEST(DistParametersTest, FollowTheOrderOfTheWire) {
  EXPECT_EQ(Signature(0), "Uniform(low, high)");
  EXPECT_EQ(Signature(1), "Normal(mean, stdev)");
  EXPECT_EQ(Signature(2), "SkewNormal(location, scale, shape)");
  EXPECT_EQ(Signature(3), "LogNormal(mu, sigma)");
  EXPECT_EQ(Signature(4), "Binomial(trials, probability)");
  EXPECT_EQ(Signature(5), "Geometric(probability)");
  EXPECT_EQ(Signature(6), "Pareto(scale, shape)");
  EXPECT_EQ(Signature(7), "Poisson(lambda)");
  EXPECT_EQ(Signature(8), "Weibull(scale, shape)");
  EXPECT_EQ(Signature(9), "Gamma(scale, shape)");
  EXPECT_EQ(Signature(10), "Beta(alpha, beta)");
}

TEST(DistParametersTest, GiveTheMembersThemselves) {
  Gamma gamma{1, 2};
  ForEachParameter(gamma, [](absl::string_view name, double& value) {
    if (name == "shape") value = 5;
  });
  EXPECT_EQ(gamma, (Gamma{1, 5}));
}

}  // namespace
}  // namespace maybenot
