// Traces as a command is given them: files, and folders of files.
#ifndef MAYBENOT_CLI_TRACE_FILES_H_
#define MAYBENOT_CLI_TRACE_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace maybenot::cli {

struct TraceFile {
  std::string path;  // "-": the standard input.
  std::string name;  // "0/0-1.log": below the folder that was given, or the
                     // file's own.
};

// Each argument is a file, "-", or a folder: then all files in it and below
// that end in ".log", by their names. In the order of the arguments. Errors:
// kNotFound for an argument that is not there; kInvalidArgument for a folder
// without such a file, and for two of one name; kUnavailable.
absl::StatusOr<std::vector<TraceFile>> FindTraces(
    const std::vector<std::string>& arguments);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_TRACE_FILES_H_
