// Whole files, with errors that name them.
#ifndef LAB_FILES_H_
#define LAB_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lab {

inline constexpr std::size_t kMaxFileBytes = 64 << 20;

// Errors: kNotFound, kInvalidArgument (not a regular file, over kMaxFileBytes),
// kUnavailable; all with the path.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Makes the folders above it. Errors: kUnavailable with the path.
absl::Status WriteFile(const std::string& path, absl::string_view content);
absl::Status AppendFile(const std::string& path, absl::string_view content);

}  // namespace lab

#endif  // LAB_FILES_H_
