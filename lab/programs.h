// Where the programs are that the local backend runs.
#ifndef LAB_PROGRAMS_H_
#define LAB_PROGRAMS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace lab {

struct Programs {
  std::string server, client;  // Paths.
};

// mgen-server and mgen-client in the first of `folders` that has both.
// Errors: kNotFound, naming all folders.
absl::StatusOr<Programs> FindPrograms(absl::Span<const std::string> folders);

// Where they are looked for unless a folder is given: beside this program, and
// where a build leaves them.
std::vector<std::string> DefaultProgramFolders();

}  // namespace lab

#endif  // LAB_PROGRAMS_H_
