// A program that lab starts: what it prints, line by line, and how it ends.
#ifndef LAB_CHILD_PROCESS_H_
#define LAB_CHILD_PROCESS_H_

#include <sys/types.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "lab/file_descriptor.h"

namespace lab {

// Its files close on exec, its standard input is empty, and it leads a process
// group of its own, so that a terminal's Ctrl-C is lab's to pass on. It does
// not outlive this object, nor the thread that started it: on any end of lab
// the kernel kills it.
class ChildProcess {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  struct Options {
    std::string program;                 // A path.
    std::vector<std::string> arguments;  // Without the program's name.
    std::string folder = ".";            // To run in.
  };

  static constexpr std::size_t kMaxLineBytes = 64 << 10;  // Longer ones split.

  // Errors: kUnavailable naming program and reason: it is not there, may not be
  // run, or there are no more processes or files.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(
      const Options& options);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();  // Kills what is left of its group.

  // Returns once one of `children` that run has written or ended, `wake` (a
  // file, or -1) can be read, or it is `until`; reads what was written. Callers
  // then take all lines, or what is held grows.
  static void Await(absl::Span<ChildProcess* const> children, int wake,
                    TimePoint until);

  // The next whole line of its standard output, without the line break.
  std::optional<std::string> PollLine();

  void Terminate();  // SIGTERM.

  bool running() const { return running_; }
  // OK if it ended with exit code 0. Requires: !running().
  // Errors: kUnavailable "NAME: exit code or signal; its last words", of
  // standard error.
  absl::Status Result() const;

 private:
  enum Output : std::size_t { kOut = 0, kErr = 1 };

  ChildProcess(const Options& options, pid_t pid, FileDescriptor process,
               std::array<FileDescriptor, 2> outputs);

  // Reads once; false if nothing was there.
  bool Read(Output output);
  void Take(Output output, absl::Span<const char> bytes);
  // It has ended: the rest is read, its group killed, its status taken.
  void Reap();

  std::string name_;
  pid_t pid_;
  FileDescriptor process_;  // Can be read once it has ended.
  std::array<FileDescriptor, 2> outputs_;
  std::string out_;             // Not polled yet,
  std::size_t out_polled_ = 0;  // but for so many bytes.
  std::string err_;             // The last kMaxErrBytes.
  bool running_ = true;
  int wait_status_ = 0;
};

}  // namespace lab

#endif  // LAB_CHILD_PROCESS_H_
