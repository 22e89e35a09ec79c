// Files of defenses, as the reference writes them (.def).
//
//   description
//   {"client":["02eN..."],"server":["02eN..."],"note":null}
//   ...
#ifndef MACHINES_GENERATION_DEF_FILE_H_
#define MACHINES_GENERATION_DEF_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "machines/generation/defense.h"

namespace generation {

struct DefFile {
  std::string description;  // One line.
  std::vector<Defense> defenses;
};

// Lines sorted, so that equal sets give equal bytes; line breaks of the
// description become blanks. SOURCE: spec/maybenot.md 6.2.
std::string WriteDefFile(const DefFile& file);

// In the file's order; blank lines after the first are passed over.
// Errors: kInvalidArgument "NAME:LINE: what is wrong", for unknown keys too.
absl::StatusOr<DefFile> ReadDefFile(absl::string_view content,
                                    absl::string_view name);

}  // namespace generation

#endif  // MACHINES_GENERATION_DEF_FILE_H_
