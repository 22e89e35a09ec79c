#include "base/files/files.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ios>
#include <istream>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace base {
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

absl::StatusOr<std::string> ReadStream(std::istream& in, absl::string_view name,
                                       std::size_t max_bytes) {
  std::string content;
  std::array<char, 65536> buffer;
  do {
    in.read(buffer.data(), buffer.size());
    content.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (content.size() > max_bytes) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": is longer than ", max_bytes, " bytes"));
    }
  } while (in);
  if (in.bad()) {
    return absl::UnavailableError(
        absl::StrCat(name, ": cannot be read: ", std::strerror(errno)));
  }
  return content;
}

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     ReadLimits limits) {
  std::error_code error;
  const std::filesystem::file_status status =
      std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    return absl::NotFoundError(absl::StrCat(path, ": no such file"));
  }
  if (std::filesystem::is_directory(status)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is a folder: must be a file"));
  }
  if (limits.only_regular && !std::filesystem::is_regular_file(status)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is not a regular file"));
  }
  std::ifstream in(path, std::ios::binary);
  if (!in.is_open()) {
    return absl::UnavailableError(
        absl::StrCat(path, ": cannot be opened: ", std::strerror(errno)));
  }
  return ReadStream(in, path, limits.max_bytes);
}

absl::Status WriteFile(const std::string& path, absl::string_view content) {
  return Write(path, content, std::ios::trunc);
}

absl::Status AppendFile(const std::string& path, absl::string_view content) {
  return Write(path, content, std::ios::app);
}

}  // namespace base
