// A folder for one run's files.
#ifndef LAB_SCRATCH_FOLDER_H_
#define LAB_SCRATCH_FOLDER_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lab {

// Goes with all that is in it.
class ScratchFolder {
 public:
  // A new one under $TMPDIR, or /tmp, for this user's eyes only.
  // Errors: kUnavailable with path and reason.
  static absl::StatusOr<ScratchFolder> Make();
  ScratchFolder(ScratchFolder&& other) noexcept
      : path_(std::exchange(other.path_, "")) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder();

  const std::string& path() const { return path_; }  // Absolute.
  std::string File(absl::string_view name) const;

 private:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace lab

#endif  // LAB_SCRATCH_FOLDER_H_
