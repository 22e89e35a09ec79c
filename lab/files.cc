#include "lab/files.h"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace lab {
namespace {

absl::Status Write(const std::string& path, absl::string_view content,
                   std::ios::openmode mode) {
  const std::filesystem::path folder =
      std::filesystem::path(path).parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  std::ofstream out(path, std::ios::binary | mode);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (out) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat(path, ": cannot be written: ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status =
      std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    return absl::NotFoundError(absl::StrCat(path, ": no such file"));
  }
  if (!std::filesystem::is_regular_file(status)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is not a regular file"));
  }
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (!error && size > kMaxFileBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": has ", size, " bytes, at most ", kMaxFileBytes));
  }
  std::ifstream in(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (in.bad() || !in.is_open()) {
    return absl::UnavailableError(
        absl::StrCat(path, ": cannot be read: ", std::strerror(errno)));
  }
  return content;
}

absl::Status WriteFile(const std::string& path, absl::string_view content) {
  return Write(path, content, std::ios::trunc);
}

absl::Status AppendFile(const std::string& path, absl::string_view content) {
  return Write(path, content, std::ios::app);
}

}  // namespace lab
