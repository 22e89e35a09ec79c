// How a core gets at a file that a configuration names: by asking its caller.
#ifndef BASE_FILE_READER_H_
#define BASE_FILE_READER_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace base {

// The content of the file. The caller says what a relative path is relative to.
// Errors: any; the message is shown after the path.
using FileReader =
    std::function<absl::StatusOr<std::string>(absl::string_view path)>;

}  // namespace base

#endif  // BASE_FILE_READER_H_
