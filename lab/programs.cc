#include "lab/programs.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace lab {
namespace {

bool IsProgram(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) &&
         access(path.c_str(), X_OK) == 0;
}

}  // namespace

absl::StatusOr<Programs> FindPrograms(absl::Span<const std::string> folders) {
  for (const std::filesystem::path folder : folders) {
    const std::filesystem::path server = folder / "mgen-server";
    const std::filesystem::path client = folder / "mgen-client";
    if (IsProgram(server) && IsProgram(client)) {
      return Programs{.server = server.string(), .client = client.string()};
    }
  }
  return absl::NotFoundError(absl::StrCat(
      "the programs mgen-server and mgen-client are not in ",
      absl::StrJoin(folders, ", nor in "),
      "; build them (bazel build //mgen/programs:all) or say where they are "
      "(--programs DIR)"));
}

std::vector<std::string> DefaultProgramFolders() {
  std::error_code error;
  const std::filesystem::path self =
      std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return {"."};
  const std::filesystem::path folder = self.parent_path();
  return {folder.string(),
          (folder.parent_path() / "mgen" / "programs").string()};
}

}  // namespace lab
