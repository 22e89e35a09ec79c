#include "mgen/distributions_yaml.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/time.h"
#include "base/yaml.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/model.h"

namespace mgen {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

absl::StatusOr<std::string> ReadFile(absl::string_view path) {
  if (path == "times.csv") return std::string("0,1\n7,2.5\n");
  if (path == "sizes.csv") return std::string("0,1\n7,3\n");
  if (path == "bad.csv") return std::string("1,2\n1\n");
  if (path == "huge.csv") return std::string(kMaxWeightsFileBytes + 1, '1');
  return absl::NotFoundError("no such file");
}

auto Parse(absl::string_view m, absl::string_view time) {
  const auto root = base::Yaml::Parse(
      absl::StrCat("s: 0.5\nr: 0.25\nm: ", m, "\ni: ", time, "\nw: ", time,
                   "\na_s: ", time, "\na_r: ", time, "\n"),
      "f.yaml");
  EXPECT_TRUE(root.ok()) << root.status();
  return ParseDistributions(root.value_or(base::Yaml()), ReadFile);
}

constexpr absl::string_view kSize = "{distribution: Poisson, lambda: 1}";
constexpr absl::string_view kTime = "{distribution: Exp, lambda: 1}";

std::string SizeError(absl::string_view m) {
  return std::string(Parse(m, kTime).status().message());
}
std::string TimeError(absl::string_view time) {
  return std::string(Parse(kSize, time).status().message());
}

TEST(DistributionsYamlTest, ReadsEveryKind) {
  for (const char* time :
       {"{distribution: Normal, mean: -3, std_dev: 2}",
        "{distribution: LogNormal, mean: 1, std_dev: 2}",
        "{distribution: Uniform, low: 1, high: 2}",
        "{distribution: \"Exp\", lambda: 2.5}",
        "{distribution: Pareto, scale: 1, shape: 3}",
        "{distribution: Weighted, weights_file: times.csv}"}) {
    EXPECT_EQ(TimeError(time), "") << time;
  }
  for (const char* size :
       {"{distribution: Poisson, lambda: 2.5}",
        "{distribution: Binomial, n: 10, p: 0.5}",
        "{distribution: Geometric, p: 0.5}",
        "{distribution: Hypergeometric, total_population_size: 10, "
        "population_with_feature: 5, sample_size: 3}",
        "{distribution: Weighted, weights_file: sizes.csv}"}) {
    EXPECT_EQ(SizeError(size), "") << size;
  }
}

TEST(DistributionsYamlTest, GivesEachParameterItsPlace) {
  const auto distributions =
      Parse("{distribution: Weighted, weights_file: sizes.csv}",
            "{distribution: Normal, mean: 4.5, std_dev: 0}");
  ASSERT_TRUE(distributions.ok()) << distributions.status();
  base::Random random = base::Random::FromSeed(1);
  EXPECT_EQ((*distributions)->s, 0.5);
  EXPECT_EQ((*distributions)->r, 0.25);
  EXPECT_EQ((*distributions)->m.Sample(random), 3u);
  EXPECT_EQ((*distributions)->a_r.Sample(random), base::Milliseconds(4500));
}

TEST(DistributionsYamlTest, RefusesKindsThatDoNotFit) {
  EXPECT_EQ(SizeError(kTime),
            "f.yaml:3: distribution: \"Exp\", expected Poisson, Binomial, "
            "Geometric, Hypergeometric or Weighted");
  EXPECT_EQ(TimeError(kSize),
            "f.yaml:4: distribution: \"Poisson\", expected Normal, LogNormal, "
            "Uniform, Exp, Pareto or Weighted");
  EXPECT_EQ(TimeError("{lambda: 1}"),
            "f.yaml:4: i: the key \"distribution\" is missing");
  EXPECT_EQ(TimeError("3"), "f.yaml:4: i: \"3\", expected a map");
}

TEST(DistributionsYamlTest, RefusesImpossibleParameters) {
  for (const char* time : {"{distribution: Uniform, low: 2, high: 2}",
                           "{distribution: Exp, lambda: -1}",
                           "{distribution: Pareto, scale: 0, shape: 1}"}) {
    EXPECT_THAT(TimeError(time), StartsWith("f.yaml:4: i: ")) << time;
  }
  for (const char* size :
       {"{distribution: Poisson, lambda: 0}",
        "{distribution: Binomial, n: 1, p: 2}",
        "{distribution: Geometric, p: 1.5}",
        "{distribution: Hypergeometric, total_population_size: 10, "
        "population_with_feature: 11, sample_size: 3}"}) {
    EXPECT_THAT(SizeError(size), StartsWith("f.yaml:3: m: ")) << size;
  }
}

TEST(DistributionsYamlTest, RefusesParametersOfAnotherKindOrType) {
  EXPECT_THAT(TimeError("{distribution: Exp, lambda: 1, mean: 2}"),
              HasSubstr("\"mean\": unknown key, expected one of: "
                        "distribution, lambda"));
  EXPECT_THAT(TimeError("{distribution: Exp, mean: 2}"),
              HasSubstr("the key \"lambda\" is missing"));
  EXPECT_THAT(TimeError("{distribution: Exp, lambda: .inf}"),
              HasSubstr("lambda: \".inf\", expected a finite number"));
  EXPECT_THAT(SizeError("{distribution: Binomial, n: 1.5, p: 0.5}"),
              HasSubstr("n: \"1.5\", expected a whole number"));
}

TEST(DistributionsYamlTest, SaysWhatIsWrongWithAWeightsFile) {
  const auto error = [](absl::string_view file) {
    return TimeError(
        absl::StrCat("{distribution: Weighted, weights_file: ", file, "}"));
  };
  EXPECT_EQ(error("gone.csv"),
            "f.yaml:4: weights_file: gone.csv: no such file");
  EXPECT_THAT(error("bad.csv"),
              StartsWith("f.yaml:4: weights_file: bad.csv: "));
  EXPECT_EQ(error("huge.csv"),
            "f.yaml:4: weights_file: huge.csv: 16777217 bytes, expected at "
            "most 16777216");
  EXPECT_THAT(TimeError("{distribution: Weighted}"),
              HasSubstr("the key \"weights_file\" is missing"));
}

TEST(DistributionsYamlTest, ReadsTheWaitMode) {
  const auto read = [](absl::string_view text) {
    base::YamlMap map(base::Yaml::Parse(text, "f.yaml").value());
    const WaitMode mode = ReadWaitMode(map);
    return std::pair(mode, std::string(map.Finish().message()));
  };
  EXPECT_EQ(read("{}"), std::pair(WaitMode::kInactivity, std::string()));
  EXPECT_EQ(read("w_mode: inactivity"),
            std::pair(WaitMode::kInactivity, std::string()));
  EXPECT_EQ(read("w_mode: deadline"),
            std::pair(WaitMode::kDeadline, std::string()));
  EXPECT_EQ(read("w_mode: never").second,
            "f.yaml:1: w_mode: \"never\", expected inactivity or deadline");
}

TEST(DistributionsYamlTest, BlocksThatSayTheSameAreOne) {
  int files_read = 0;
  DistributionsReader reader([&](absl::string_view path) {
    ++files_read;
    return ReadFile(path);
  });
  const auto block = [&](absl::string_view s) {
    const std::string yaml = absl::StrCat(
        "{s: ", s, ", r: 0, m: ", kSize,
        ", i: &i {distribution: Weighted, weights_file: times.csv}, w: ", kTime,
        ", a_s: ", kTime, ", a_r: *i}");
    return reader.Read(base::Yaml::Parse(yaml, "f.yaml").value()).value();
  };
  const auto first = block("0.5");
  EXPECT_EQ(block("0.5"), first);
  EXPECT_NE(block("0.25"), first);
  EXPECT_EQ(files_read, 1);  // For i and a_r of both.
}

}  // namespace
}  // namespace mgen
