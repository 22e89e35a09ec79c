#include "maybenot/cli/trace_files.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace maybenot::cli {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<std::vector<TraceFile>> FilesBelow(const std::string& folder) {
  std::vector<TraceFile> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    const fs::path& path = entry->path();
    std::error_code unreadable;
    if (path.extension() != ".log" || !entry->is_regular_file(unreadable)) {
      continue;
    }
    files.push_back(
        {path.string(), path.lexically_relative(folder).generic_string()});
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat(folder, ": cannot be listed: ", error.message()));
  }
  if (files.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(folder, ": holds no file that ends in .log"));
  }
  std::sort(
      files.begin(), files.end(),
      [](const TraceFile& a, const TraceFile& b) { return a.name < b.name; });
  return files;
}

}  // namespace

absl::StatusOr<std::vector<TraceFile>> FindTraces(
    const std::vector<std::string>& arguments) {
  std::vector<TraceFile> files;
  for (const std::string& argument : arguments) {
    std::error_code error;
    if (argument == "-") {
      files.push_back({"-", "-"});
    } else if (fs::is_directory(argument, error)) {
      ASSIGN_OR_RETURN(const std::vector<TraceFile> below,
                       FilesBelow(argument));
      files.insert(files.end(), below.begin(), below.end());
    } else if (fs::exists(argument, error)) {
      files.push_back({argument, fs::path(argument).filename().string()});
    } else {
      return absl::NotFoundError(
          absl::StrCat(argument, ": no such file or folder"));
    }
  }
  std::set<std::string> names;
  for (const TraceFile& file : files) {
    if (names.insert(file.name).second) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        file.path, ": another trace is called ", file.name, ", too"));
  }
  return files;
}

}  // namespace maybenot::cli
