#include "mgen/distributions_yaml.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/file_reader.h"
#include "base/status_macros.h"
#include "base/yaml.h"
#include "mgen/distribution.h"
#include "mgen/model.h"

namespace mgen {
namespace {

using base::Yaml;
using base::YamlMap;

// The file under `weights_file`; empty, and an error kept in `map`, if it
// cannot be had.
Weighted ReadWeights(YamlMap& map, const base::FileReader& read_file,
                     bool whole_values) {
  const std::string path = map.String("weights_file");
  if (!map.ok()) return {};
  const Yaml node = map.Node("weights_file");
  const auto refuse = [&](absl::string_view why) {
    map.Fail(node.Error(absl::StrCat(path, ": ", why)));
    return Weighted();
  };
  const absl::StatusOr<std::string> text = read_file(path);
  if (!text.ok()) return refuse(text.status().message());
  if (text->size() > kMaxWeightsFileBytes) {
    return refuse(absl::StrCat(text->size(), " bytes, expected at most ",
                               kMaxWeightsFileBytes));
  }
  absl::StatusOr<Weighted> weights = ParseWeights(*text, whole_values);
  if (!weights.ok()) return refuse(weights.status().message());
  return *std::move(weights);
}

absl::StatusOr<TimeDistribution> ParseTime(const Yaml& node,
                                           const base::FileReader& read_file) {
  YamlMap map(node);
  const std::string kind = map.String("distribution");
  TimeDistribution::Parameters parameters;
  if (kind == "Normal") {
    parameters = Normal{map.Double("mean"), map.Double("std_dev")};
  } else if (kind == "LogNormal") {
    parameters = LogNormal{map.Double("mean"), map.Double("std_dev")};
  } else if (kind == "Uniform") {
    parameters = Uniform{map.Double("low"), map.Double("high")};
  } else if (kind == "Exp") {
    parameters = Exp{map.Double("lambda")};
  } else if (kind == "Pareto") {
    parameters = Pareto{map.Double("scale"), map.Double("shape")};
  } else if (kind == "Weighted") {
    parameters = ReadWeights(map, read_file, /*whole_values=*/false);
  } else {
    map.Fail(map.Node("distribution")
                 .Expected("Normal, LogNormal, Uniform, Exp, Pareto or "
                           "Weighted"));
  }
  RETURN_IF_ERROR(map.Finish());
  absl::StatusOr<TimeDistribution> distribution =
      TimeDistribution::Create(std::move(parameters));
  if (!distribution.ok()) return node.Error(distribution.status().message());
  return distribution;
}

absl::StatusOr<SizeDistribution> ParseSize(const Yaml& node,
                                           const base::FileReader& read_file) {
  YamlMap map(node);
  const std::string kind = map.String("distribution");
  SizeDistribution::Parameters parameters;
  if (kind == "Poisson") {
    parameters = Poisson{map.Double("lambda")};
  } else if (kind == "Binomial") {
    parameters = Binomial{map.Uint("n"), map.Double("p")};
  } else if (kind == "Geometric") {
    parameters = Geometric{map.Double("p")};
  } else if (kind == "Hypergeometric") {
    parameters = Hypergeometric{map.Uint("total_population_size"),
                                map.Uint("population_with_feature"),
                                map.Uint("sample_size")};
  } else if (kind == "Weighted") {
    parameters = ReadWeights(map, read_file, /*whole_values=*/true);
  } else {
    map.Fail(map.Node("distribution")
                 .Expected("Poisson, Binomial, Geometric, Hypergeometric or "
                           "Weighted"));
  }
  RETURN_IF_ERROR(map.Finish());
  absl::StatusOr<SizeDistribution> distribution =
      SizeDistribution::Create(std::move(parameters));
  if (!distribution.ok()) return node.Error(distribution.status().message());
  return distribution;
}

// What `known` has for a node that says the same, or else `parse`'s result,
// which it then has.
template <typename T, typename Parse>
absl::StatusOr<T> ParseOnce(const Yaml& node,
                            absl::flat_hash_map<std::string, T>& known,
                            Parse parse) {
  const std::string key = node.Text();
  if (const auto found = known.find(key); found != known.end()) {
    return found->second;
  }
  ASSIGN_OR_RETURN(T value, parse());
  known.emplace(key, value);
  return value;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Distributions>> DistributionsReader::Parse(
    const Yaml& node) {
  YamlMap map(node);
  const double s = map.Double("s", {.min = 0, .max = 1});
  const double r = map.Double("r", {.min = 0, .max = 1});
  const Yaml m_node = map.Node("m");
  const Yaml i_node = map.Node("i");
  const Yaml w_node = map.Node("w");
  const Yaml a_s_node = map.Node("a_s");
  const Yaml a_r_node = map.Node("a_r");
  RETURN_IF_ERROR(map.Finish());
  const auto time = [this](const Yaml& time_node) {
    return ParseOnce<TimeDistribution>(
        time_node, times_, [&] { return ParseTime(time_node, read_file_); });
  };
  ASSIGN_OR_RETURN(SizeDistribution m,
                   ParseOnce<SizeDistribution>(m_node, sizes_, [&] {
                     return ParseSize(m_node, read_file_);
                   }));
  ASSIGN_OR_RETURN(TimeDistribution i, time(i_node));
  ASSIGN_OR_RETURN(TimeDistribution w, time(w_node));
  ASSIGN_OR_RETURN(TimeDistribution a_s, time(a_s_node));
  ASSIGN_OR_RETURN(TimeDistribution a_r, time(a_r_node));
  return std::make_shared<const Distributions>(
      Distributions{s, r, std::move(m), std::move(i), std::move(w),
                    std::move(a_s), std::move(a_r)});
}

absl::StatusOr<std::shared_ptr<const Distributions>> DistributionsReader::Read(
    const Yaml& node) {
  return ParseOnce<std::shared_ptr<const Distributions>>(
      node, blocks_, [&] { return Parse(node); });
}

absl::StatusOr<std::shared_ptr<const Distributions>> ParseDistributions(
    const Yaml& node, const base::FileReader& read_file) {
  return DistributionsReader(read_file).Read(node);
}

WaitMode ReadWaitMode(base::YamlMap& map) {
  const std::string mode = map.StringOr("w_mode", "inactivity");
  if (mode == "deadline") return WaitMode::kDeadline;
  if (mode != "inactivity") {
    map.Fail(map.Node("w_mode").Expected("inactivity or deadline"));
  }
  return WaitMode::kInactivity;
}

}  // namespace mgen
