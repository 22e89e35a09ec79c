#include "maybenot/cli/read_file.h"

#include <iostream>
#include <string>

#include "absl/status/statusor.h"
#include "base/files/files.h"

namespace maybenot::cli {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  if (path == "-") {
    return base::ReadStream(std::cin, "standard input", kMaxFileBytes);
  }
  return base::ReadFile(path,
                        {.max_bytes = kMaxFileBytes, .only_regular = false});
}

}  // namespace maybenot::cli
