#include "net/file_limit.h"

#include <sys/resource.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace net {

absl::Status RaiseFileLimit(std::uint64_t wanted) {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "cannot tell the limit of open files: ", std::strerror(errno)));
  }
  const rlimit raised = {.rlim_cur = limit.rlim_max,
                         .rlim_max = limit.rlim_max};
  if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  if (limit.rlim_cur >= wanted) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat("needs ", wanted, " open files, and the limit is ",
                   limit.rlim_cur, ": raise it with `ulimit -n ", wanted,
                   "` (root may), or by LimitNOFILE= of a systemd unit"));
}

}  // namespace net
