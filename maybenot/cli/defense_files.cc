#include "maybenot/cli/defense_files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/files/files.h"
#include "base/status_macros.h"
#include "machines/generation/def_file.h"
#include "machines/generation/defense.h"

namespace maybenot::cli {
namespace {

namespace fs = std::filesystem;

// A file itself, or the .def files of a folder.
absl::StatusOr<std::vector<std::string>> Expand(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (fs::directory_iterator it(path, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == ".def") files.push_back(it->path().string());
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat(path, ": cannot be read: ", error.message()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

absl::StatusOr<generation::DefFile> ReadDefenses(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string content, base::ReadFile(path));
  return generation::ReadDefFile(content, path);
}

absl::StatusOr<std::vector<generation::Defense>> ReadAllDefenses(
    const std::vector<std::string>& paths) {
  std::vector<generation::Defense> defenses;
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(const std::vector<std::string> files, Expand(path));
    for (const std::string& file : files) {
      ASSIGN_OR_RETURN(generation::DefFile read, ReadDefenses(file));
      std::move(read.defenses.begin(), read.defenses.end(),
                std::back_inserter(defenses));
    }
  }
  if (defenses.empty()) {
    return absl::InvalidArgumentError("there are no defenses in the input");
  }
  return defenses;
}

absl::Status CheckIsNew(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return absl::OkStatus();
  return absl::AlreadyExistsError(
      absl::StrCat(path, ": is there already; it is not overwritten"));
}

}  // namespace maybenot::cli
