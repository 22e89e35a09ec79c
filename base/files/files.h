// Whole files, with errors that name them. For programs: a core is handed what
// it needs, or a base::FileReader.
#ifndef BASE_FILES_FILES_H_
#define BASE_FILES_FILES_H_

#include <cstddef>
#include <istream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace base {

struct ReadLimits {
  std::size_t max_bytes = 64 << 20;
  bool only_regular = true;  // Pipes and devices, which may never end, are not.
};

// Holds at most 64 KiB more than max_bytes.
// Errors: kNotFound; kInvalidArgument for a folder, for what `limits` excludes,
// and for what is longer; kUnavailable; all begin with the path.
absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     ReadLimits limits = {});

// All that is left of `in`, which errors call `name`.
// Errors: kInvalidArgument if it is longer than max_bytes; kUnavailable.
absl::StatusOr<std::string> ReadStream(std::istream& in, absl::string_view name,
                                       std::size_t max_bytes);

// Makes the folders above it. Errors: kUnavailable with the path.
absl::Status WriteFile(const std::string& path, absl::string_view content);
absl::Status AppendFile(const std::string& path, absl::string_view content);

}  // namespace base

#endif  // BASE_FILES_FILES_H_
