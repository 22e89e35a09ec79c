#include "lab/scratch_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace lab {

absl::StatusOr<ScratchFolder> ScratchFolder::Make() {
  std::error_code error;
  const std::filesystem::path above =
      std::filesystem::temp_directory_path(error);
  if (error) {
    return absl::UnavailableError(absl::StrCat(
        "TMPDIR, the folder for temporary files: ", error.message()));
  }
  std::string path = (std::filesystem::absolute(above) / "lab-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) {
    return absl::UnavailableError(
        absl::StrCat(path, ": cannot be made: ", std::strerror(errno)));
  }
  return ScratchFolder(std::move(path));
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

std::string ScratchFolder::File(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

}  // namespace lab
