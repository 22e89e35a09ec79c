#include "lab/distributions_text.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/yaml.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

absl::StatusOr<std::string> ReadAny(absl::string_view path) {
  return absl::StrCat("what ", path, " holds");
}

absl::StatusOr<DistributionsText> Write(absl::string_view yaml) {
  return WriteDistributions(base::Yaml::Parse(yaml, "test.yaml").value(),
                            ReadAny);
}

TEST(DistributionsTextTest, SaysTheSameOnOneLine) {
  const DistributionsText text = Write(R"(
s: 0.50
r: 1e-3  # A comment.
m:
  distribution: Poisson
  lambda: 1.0
i: &i {distribution: "Normal", mean: 30, std_dev: 0}
w: *i
)")
                                     .value();
  EXPECT_EQ(text.yaml,
            "{s: 0.50, r: 1e-3, m: {distribution: Poisson, lambda: 1.0}, "
            "i: {distribution: Normal, mean: 30, std_dev: 0}, "
            "w: {distribution: Normal, mean: 30, std_dev: 0}}");
  EXPECT_THAT(text.weights_files, IsEmpty());
}

TEST(DistributionsTextTest, EachWeightsFileComesAlongOnce) {
  const DistributionsText text = Write(R"(
i: {distribution: Weighted, weights_file: "../a, b.csv"}
w: {distribution: Weighted, weights_file: w.csv}
a_s: {distribution: Weighted, weights_file: "../a, b.csv"}
)")
                                     .value();
  EXPECT_EQ(text.yaml,
            "{i: {distribution: Weighted, weights_file: weights-1.csv}, "
            "w: {distribution: Weighted, weights_file: weights-2.csv}, "
            "a_s: {distribution: Weighted, weights_file: weights-1.csv}}");
  EXPECT_THAT(text.weights_files,
              ElementsAre(Pair("weights-1.csv", "what ../a, b.csv holds"),
                          Pair("weights-2.csv", "what w.csv holds")));
}

TEST(DistributionsTextTest, AFileThatIsGoneIsAnError) {
  const auto text = WriteDistributions(
      base::Yaml::Parse("{i: {weights_file: a}}", "test.yaml").value(),
      [](absl::string_view) -> absl::StatusOr<std::string> {
        return absl::NotFoundError("gone");
      });
  EXPECT_EQ(text.status(), absl::NotFoundError("gone"));
}

}  // namespace
}  // namespace lab
