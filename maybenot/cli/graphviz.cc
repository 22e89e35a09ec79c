#include "maybenot/cli/graphviz.h"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/status_macros.h"

namespace maybenot::cli {
namespace {

// A file without a name, in memory, which is gone with this object.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : fd_(memfd_create(name, MFD_CLOEXEC)) {
    BASE_CHECK(fd_ >= 0);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(fd_); }

  int fd() const { return fd_; }

  void Write(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t size = write(fd_, bytes.data(), bytes.size());
      BASE_CHECK(size > 0);
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    BASE_CHECK(lseek(fd_, 0, SEEK_SET) == 0);
  }

  std::string Read() {
    BASE_CHECK(lseek(fd_, 0, SEEK_SET) == 0);
    std::string bytes;
    std::array<char, 1 << 16> buffer;
    ssize_t size;
    while ((size = read(fd_, buffer.data(), buffer.size())) > 0) {
      bytes.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return bytes;
  }

 private:
  int fd_;
};

// Runs dot from `in` to `out` and waits for it.
absl::Status RunDot(const std::string& format, int in, int out) {
  std::string name = "dot";
  std::string option = absl::StrCat("-T", format);
  std::array<char*, 3> arguments = {name.data(), option.data(), nullptr};
  posix_spawn_file_actions_t actions;
  BASE_CHECK(posix_spawn_file_actions_init(&actions) == 0);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  pid_t pid;
  const int error =
      posix_spawnp(&pid, "dot", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    return absl::UnavailableError(
        absl::StrCat("dot: ", std::strerror(error),
                     error == ENOENT ? ": install the package graphviz" : ""));
  }
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return absl::UnavailableError(
        absl::StrCat("dot ", option, ": failed, and said why above"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> RenderGraph(absl::string_view graph,
                                        const std::string& format) {
  MemoryFile in("graph");
  MemoryFile out("picture");
  in.Write(graph);
  RETURN_IF_ERROR(RunDot(format, in.fd(), out.fd()));
  return out.Read();
}

}  // namespace maybenot::cli
