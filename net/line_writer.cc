#include "net/line_writer.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/time.h"

namespace net {
namespace {

constexpr base::Duration kFlushInterval = base::Seconds(1);

}  // namespace

LineWriter::LineWriter(Timers* timers, int descriptor,
                       std::function<void(const absl::Status&)> on_error)
    : timers_(timers),
      descriptor_(descriptor),
      on_error_(std::move(on_error)),
      flush_(timers, [this] { Flush(); }) {}

void LineWriter::Write(absl::string_view line) {
  if (on_error_ == nullptr) return;
  if (buffer_.empty()) {
    flush_.Set(base::SaturatingAdd(timers_->Now(), kFlushInterval));
  }
  absl::StrAppend(&buffer_, line, "\n");
  if (buffer_.size() >= kFlushBytes) Flush();
}

void LineWriter::Flush() {
  flush_.Set(std::nullopt);
  const absl::Status status = WriteOut();
  buffer_.clear();
  if (!status.ok()) std::exchange(on_error_, nullptr)(status);
}

absl::Status LineWriter::WriteOut() {
  absl::string_view left = buffer_;
  while (!left.empty()) {
    const ssize_t written = write(descriptor_, left.data(), left.size());
    if (written >= 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd writable = {.fd = descriptor_, .events = POLLOUT, .revents = 0};
      poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return absl::UnavailableError(
          absl::StrCat("cannot write the log: ", std::strerror(errno)));
    }
  }
  return absl::OkStatus();
}

}  // namespace net
