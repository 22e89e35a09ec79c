// An experiment's distributions, for a program in another folder.
#ifndef LAB_DISTRIBUTIONS_TEXT_H_
#define LAB_DISTRIBUTIONS_TEXT_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "base/file_reader.h"
#include "base/yaml.h"

namespace lab {

struct DistributionsText {
  // One line of YAML; every number as it was written.
  std::string yaml;
  // What it names as `weights_file`, beside it, and what they hold.
  std::map<std::string, std::string> weights_files;
};

// `node`: a block that mgen::ParseDistributions takes.
// Errors: those of `read_file`.
absl::StatusOr<DistributionsText> WriteDistributions(
    const base::Yaml& node, const base::FileReader& read_file);

}  // namespace lab

#endif  // LAB_DISTRIBUTIONS_TEXT_H_
