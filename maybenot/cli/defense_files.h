// Files that commands take defenses from, and write results to.
#ifndef MAYBENOT_CLI_DEFENSE_FILES_H_
#define MAYBENOT_CLI_DEFENSE_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "machines/generation/def_file.h"

namespace maybenot::cli {

// Errors: those of the file and of generation::ReadDefFile.
absl::StatusOr<generation::DefFile> ReadDefenses(const std::string& path);

// The defenses of all files, in order; of a folder, its files that end in .def,
// by name. Errors: those above; kInvalidArgument if there is no defense at all.
absl::StatusOr<std::vector<generation::Defense>> ReadAllDefenses(
    const std::vector<std::string>& paths);

// For long work: says before it that `path` cannot be written after it.
// Errors: kAlreadyExists.
absl::Status CheckIsNew(const std::string& path);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_DEFENSE_FILES_H_
