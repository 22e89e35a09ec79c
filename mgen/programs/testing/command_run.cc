#include "mgen/programs/testing/command_run.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "base/check.h"

namespace mgen {

CommandRun::CommandRun(Command command, std::vector<std::string> arguments) {
  BASE_CHECK(pipe2(pipe_, O_CLOEXEC) == 0);
  thread_ = std::thread(
      [this, command = std::move(command), arguments = std::move(arguments)] {
        exit_code_ = command(arguments, pipe_[1], out_, err_);
        close(pipe_[1]);
      });
}

CommandRun::~CommandRun() {
  if (thread_.joinable()) Stop();
  close(pipe_[0]);
}

std::string CommandRun::AwaitLine(absl::string_view text) {
  while (true) {
    for (std::size_t end; (end = unread_.find('\n')) != std::string::npos;) {
      const std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      if (absl::StrContains(line, text)) return line;
    }
    std::array<char, 4096> bytes;
    const ssize_t read_bytes = read(pipe_[0], bytes.data(), bytes.size());
    if (read_bytes <= 0) return "";
    unread_.append(bytes.data(), static_cast<std::size_t>(read_bytes));
  }
}

int CommandRun::Stop() {
  BASE_CHECK(kill(getpid(), SIGTERM) == 0);
  return Join();
}

int CommandRun::Join() {
  thread_.join();
  return exit_code_;
}

}  // namespace mgen
