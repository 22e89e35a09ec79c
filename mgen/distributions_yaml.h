// The `distributions:` block of MGen's configurations and of experiments.
// SOURCE: spec/traffic.md 1.5.
//
//   s: 0.5                                             # probabilities
//   r: 0.1
//   m: {distribution: Poisson, lambda: 1.0}            # blocks of 160 bytes
//   i: {distribution: Normal, mean: 30, std_dev: 100}  # seconds
//   w: {distribution: Uniform, low: 0, high: 90}
//   a_s: {distribution: Exp, lambda: 2}
//   a_r: {distribution: Weighted, weights_file: times.csv}
#ifndef MGEN_DISTRIBUTIONS_YAML_H_
#define MGEN_DISTRIBUTIONS_YAML_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "base/file_reader.h"
#include "base/yaml.h"
#include "mgen/distribution.h"
#include "mgen/model.h"

namespace mgen {

inline constexpr std::size_t kMaxWeightsFileBytes = 16 << 20;

// Reads any number of blocks. Those that say the same share one result, and a
// weights file is read once however many name it.
class DistributionsReader {
 public:
  explicit DistributionsReader(base::FileReader read_file)
      : read_file_(std::move(read_file)) {}

  // Errors: kInvalidArgument "FILE:LINE: ..." for a key that is missing,
  // unknown or of a wrong type, a parameter that no sample could be drawn with,
  // and a weights file that cannot be read, is too large, or is wrong.
  absl::StatusOr<std::shared_ptr<const Distributions>> Read(
      const base::Yaml& node);

 private:
  absl::StatusOr<std::shared_ptr<const Distributions>> Parse(
      const base::Yaml& node);

  base::FileReader read_file_;
  // By Yaml::Text(). Copies of a distribution share its weights.
  absl::flat_hash_map<std::string, std::shared_ptr<const Distributions>>
      blocks_;
  absl::flat_hash_map<std::string, TimeDistribution> times_;
  absl::flat_hash_map<std::string, SizeDistribution> sizes_;
};

// One block, as DistributionsReader reads it.
absl::StatusOr<std::shared_ptr<const Distributions>> ParseDistributions(
    const base::Yaml& node, const base::FileReader& read_file);

// The key `w_mode`: inactivity (also if it is left out) or deadline.
WaitMode ReadWaitMode(base::YamlMap& map);

}  // namespace mgen

#endif  // MGEN_DISTRIBUTIONS_YAML_H_
