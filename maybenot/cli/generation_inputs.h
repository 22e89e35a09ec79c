// What a configuration of derive, search or combo names outside of itself.
#ifndef MAYBENOT_CLI_GENERATION_INPUTS_H_
#define MAYBENOT_CLI_GENERATION_INPUTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "machines/generation/config.h"
#include "machines/generation/environment.h"
#include "machines/generation/environment_config.h"

namespace maybenot::cli {

// Errors: those of the file and of generation::ParseConfig.
absl::StatusOr<generation::Config> ReadConfig(const std::string& path);

// The traces and delays that an environment is made of. Recorded sets are read
// from `traces_root`, laid out as the crate maybenot-gen's src/environment; a
// custom set takes the place of all others, as in the reference, its files in
// the order of their paths, read when they are chosen. Several threads may ask
// for traces. Errors: kInvalidArgument if a recorded set is named without a
// root; those of the files.
absl::StatusOr<generation::EnvironmentInputs> FindInputs(
    const generation::EnvironmentConfig& config,
    const std::string& traces_root);

// What defenses are derived from: a file's [derive], and what it names.
struct Derivation {
  generation::Config config;  // Its `derive` is set.
  generation::EnvironmentInputs inputs;
};

// Errors: those of ReadConfig and FindInputs; kInvalidArgument if the file at
// `path` has no [derive].
absl::StatusOr<Derivation> ReadDerivation(const std::string& path,
                                          const std::string& traces_root);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_GENERATION_INPUTS_H_
