#include "lab/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"

namespace lab {
namespace {

constexpr std::size_t kReadBytes = 64 << 10;
constexpr std::size_t kMaxErrBytes = 4 << 10;

absl::Status ErrnoError(absl::string_view what) {
  return absl::UnavailableError(absl::StrCat(what, ": ", std::strerror(errno)));
}

struct Pipe {
  FileDescriptor read, write;
};

bool MakePipe(Pipe& to) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  to = {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
  return true;
}

void SetNonBlocking(int fd) {
  BASE_CHECK(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0);
}

// What the new process is made of, prepared before fork: after it, only
// async-signal-safe calls are allowed.
struct Image {
  std::vector<char*> argv;
  const char* folder;
  int in, out, err, failure;
  pid_t parent;
};

// In the new process: becomes the program, or writes errno to `failure`.
[[noreturn]] void Become(const Image& image) {
  // Before anything can be lost: to die when lab's thread does.
  bool ok = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
  if (getppid() != image.parent) _exit(127);  // It was too late.
  struct sigaction by_default{};
  by_default.sa_handler = SIG_DFL;
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) {
    sigaction(signal, &by_default, nullptr);
  }
  sigset_t none;
  sigemptyset(&none);
  ok = ok && sigprocmask(SIG_SETMASK, &none, nullptr) == 0 &&
       setpgid(0, 0) == 0 && dup2(image.in, STDIN_FILENO) >= 0 &&
       dup2(image.out, STDOUT_FILENO) >= 0 &&
       dup2(image.err, STDERR_FILENO) >= 0 && chdir(image.folder) == 0;
  if (ok) execv(image.argv[0], image.argv.data());
  const int error = errno;
  [[maybe_unused]] const auto written =
      write(image.failure, &error, sizeof error);
  _exit(127);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(
    const Options& options) {
  Pipe out, err, failure;
  const FileDescriptor in(open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (in.get() < 0 || !MakePipe(out) || !MakePipe(err) || !MakePipe(failure)) {
    return ErrnoError(options.program);
  }
  // A path that does not depend on the folder.
  std::string program = std::filesystem::absolute(options.program).string();
  std::vector<std::string> arguments = options.arguments;
  Image image{.argv = {program.data()},
              .folder = options.folder.c_str(),
              .in = in.get(),
              .out = out.write.get(),
              .err = err.write.get(),
              .failure = failure.write.get(),
              .parent = getpid()};
  for (std::string& argument : arguments) {
    image.argv.push_back(argument.data());
  }
  image.argv.push_back(nullptr);

  const pid_t pid = fork();
  if (pid < 0) return ErrnoError(options.program);
  if (pid == 0) Become(image);
  failure.write.Close();
  int error = 0;
  ssize_t got = 0;
  do {
    got = read(failure.read.get(), &error, sizeof error);
  } while (got < 0 && errno == EINTR);
  FileDescriptor process;
  if (got == 0) {  // Closed by the program's start.
    process = FileDescriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    if (process.get() < 0) error = errno;
  }
  if (process.get() < 0) {
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    errno = error;
    return ErrnoError(absl::StrCat(options.program, ": cannot be started"));
  }
  SetNonBlocking(out.read.get());
  SetNonBlocking(err.read.get());
  return std::unique_ptr<ChildProcess>(
      new ChildProcess(options, pid, std::move(process),
                       {std::move(out.read), std::move(err.read)}));
}

ChildProcess::ChildProcess(const Options& options, pid_t pid,
                           FileDescriptor process,
                           std::array<FileDescriptor, 2> outputs)
    : name_(std::filesystem::path(options.program).filename().string()),
      pid_(pid),
      process_(std::move(process)),
      outputs_(std::move(outputs)) {}

ChildProcess::~ChildProcess() {
  if (!running_) return;
  kill(-pid_, SIGKILL);
  Reap();
}

void ChildProcess::Await(absl::Span<ChildProcess* const> children, int wake,
                         TimePoint until) {
  std::vector<pollfd> files = {{.fd = wake, .events = POLLIN, .revents = 0}};
  for (const ChildProcess* child : children) {
    // poll() passes over files of -1.
    for (const int fd : {child->process_.get(), child->outputs_[kOut].get(),
                         child->outputs_[kErr].get()}) {
      files.push_back({.fd = fd, .events = POLLIN, .revents = 0});
    }
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(
      until - std::chrono::steady_clock::now());
  constexpr std::chrono::milliseconds kLongest(1 << 30);
  const int ready = poll(
      files.data(), files.size(),
      static_cast<int>(
          std::clamp(left, std::chrono::milliseconds(0), kLongest).count()));
  if (ready <= 0) return;  // A signal: what there is to do, the caller knows.
  for (std::size_t i = 0; i < children.size(); ++i) {
    const pollfd* const file = &files[1 + 3 * i];
    if (file[1].revents != 0) children[i]->Read(kOut);
    if (file[2].revents != 0) children[i]->Read(kErr);
    if (file[0].revents != 0) children[i]->Reap();
  }
}

bool ChildProcess::Read(Output output) {
  FileDescriptor& file = outputs_[output];
  std::array<char, kReadBytes> bytes;
  const ssize_t got = read(file.get(), bytes.data(), bytes.size());
  if (got > 0) {
    Take(output, absl::MakeConstSpan(bytes.data(), static_cast<size_t>(got)));
    return true;
  }
  if (got == 0 || (errno != EAGAIN && errno != EINTR)) file.Close();
  return false;
}

void ChildProcess::Take(Output output, absl::Span<const char> bytes) {
  std::string& text = output == kOut ? out_ : err_;
  text.append(bytes.data(), bytes.size());
  if (output == kErr && text.size() > kMaxErrBytes) {
    text.erase(0, text.size() - kMaxErrBytes);
  }
}

std::optional<std::string> ChildProcess::PollLine() {
  const absl::string_view rest =
      absl::string_view(out_).substr(out_polled_, kMaxLineBytes);
  const std::size_t end = rest.find('\n');
  if (end == absl::string_view::npos && rest.size() < kMaxLineBytes) {
    out_.erase(0, out_polled_);
    out_polled_ = 0;
    return std::nullopt;
  }
  std::string line(rest.substr(0, end));
  out_polled_ += end == absl::string_view::npos ? line.size() : end + 1;
  return line;
}

void ChildProcess::Terminate() {
  if (running_) kill(-pid_, SIGTERM);
}

void ChildProcess::Reap() {
  // It is not waited for yet, so that the number is still its group's alone.
  kill(-pid_, SIGKILL);
  while (waitpid(pid_, &wait_status_, 0) < 0 && errno == EINTR) {
  }
  running_ = false;
  while (Read(kOut)) {
  }
  while (Read(kErr)) {
  }
  process_.Close();
  for (FileDescriptor& output : outputs_) output.Close();
}

absl::Status ChildProcess::Result() const {
  BASE_CHECK(!running_);
  if (WIFEXITED(wait_status_) && WEXITSTATUS(wait_status_) == 0) {
    return absl::OkStatus();
  }
  const std::string how =
      WIFEXITED(wait_status_)
          ? absl::StrCat("ended with exit code ", WEXITSTATUS(wait_status_))
          : absl::StrCat("was ended by signal ", WTERMSIG(wait_status_), " (",
                         strsignal(WTERMSIG(wait_status_)), ")");
  const absl::string_view words = absl::StripAsciiWhitespace(err_);
  return absl::UnavailableError(absl::StrCat(
      name_, " ", how, words.empty() ? "" : absl::StrCat(": ", words)));
}

}  // namespace lab
