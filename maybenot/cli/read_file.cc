#include "maybenot/cli/read_file.h"

#include <iostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/files/files.h"

namespace maybenot::cli {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  if (path == "-") {
    return base::ReadStream(std::cin, "standard input", kMaxFileBytes);
  }
  return base::ReadFile(path,
                        {.max_bytes = kMaxFileBytes, .only_regular = false});
}

absl::Status InFile(absl::string_view path, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(path, ": ", status.message()));
}

}  // namespace maybenot::cli
