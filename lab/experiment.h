// An experiment as its YAML file says: a population, a link, defenses.
// Schema: docs/experiments.md; SOURCE: design.md "An experiment".
#ifndef LAB_EXPERIMENT_H_
#define LAB_EXPERIMENT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/file_reader.h"
#include "base/time.h"
#include "lab/defense_spec.h"
#include "lab/distributions_text.h"
#include "lab/population.h"
#include "mgen/model.h"
#include "sim/link.h"

namespace lab {

struct Experiment {
  std::string name;
  std::uint64_t seed = 1;
  base::Duration duration = base::Seconds(600);  // Measured, after the warm-up.
  base::Duration warmup = base::Seconds(60);
  // How long answers are awaited after the sends stop.
  base::Duration drain = base::Seconds(60);
  std::size_t users = 0;
  std::vector<Group> groups;
  std::shared_ptr<const mgen::Distributions> distributions;
  DistributionsText distributions_text;  // The same.
  mgen::WaitMode wait_mode = mgen::WaitMode::kInactivity;
  base::Duration bootstrap = base::Seconds(5);
  base::Duration retry = base::Seconds(5);
  // Each user's access link, the same both ways.
  sim::Link::Options link = {.rate_bits_per_second = 10'000'000,
                             .delay = base::Milliseconds(20),
                             .loss = 0,
                             .queue_bytes = 65536};
  std::vector<DefenseSpec> defenses;  // "none" is always among them, first.

  static std::string UserName(std::size_t user);  // "u00001"
};

// Reads a file that the experiment names (machines, weights); paths are
// relative to the experiment's own folder. Errors: any; the message is shown.
using FileReader = base::FileReader;

// Checks everything: a valid Experiment runs.
// Errors: kInvalidArgument "FILE:LINE: key: value, bound".
absl::StatusOr<Experiment> ParseExperiment(absl::string_view yaml,
                                           absl::string_view file_name,
                                           const FileReader& read_file);

}  // namespace lab

#endif  // LAB_EXPERIMENT_H_
