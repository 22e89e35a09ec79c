// Small experiments for tests, with the example's machines.
#ifndef LAB_TESTING_EXPERIMENTS_H_
#define LAB_TESTING_EXPERIMENTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "lab/experiment.h"

namespace lab {

// A chatty population of four users: a dyad and a group of three. `link` and
// `duration` as an experiment writes them ("{rate: unlimited}", "2min");
// warm-up 10 s. Defenses: none, front, tamaraw, interspace, break_pad,
// regulator.
std::string SmallYaml(absl::string_view duration, absl::string_view link);
Experiment SmallExperiment(absl::string_view duration, absl::string_view link);

const DefenseSpec& Named(const Experiment& experiment, absl::string_view name);

}  // namespace lab

#endif  // LAB_TESTING_EXPERIMENTS_H_
