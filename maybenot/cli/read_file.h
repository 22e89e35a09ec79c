// Files as the command takes them.
#ifndef MAYBENOT_CLI_READ_FILE_H_
#define MAYBENOT_CLI_READ_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace maybenot::cli {

inline constexpr std::size_t kMaxFileBytes = 256 << 20;

// The content of `path`, pipes and devices included; of the standard input if
// it is "-". Errors: those of base::ReadFile.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// The error `status` behind the path of the file that has it: "PATH: ...".
absl::Status InFile(absl::string_view path, const absl::Status& status);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_READ_FILE_H_
