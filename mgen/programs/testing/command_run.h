// A program's command, run in a thread until its log says something, and
// stopped by the signal that stops a program.
#ifndef MGEN_PROGRAMS_TESTING_COMMAND_RUN_H_
#define MGEN_PROGRAMS_TESTING_COMMAND_RUN_H_

#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"

namespace mgen {

class CommandRun {
 public:
  using Command = std::function<int(const std::vector<std::string>&, int,
                                    std::ostream&, std::ostream&)>;

  CommandRun(Command command, std::vector<std::string> arguments);
  CommandRun(const CommandRun&) = delete;
  CommandRun& operator=(const CommandRun&) = delete;
  ~CommandRun();

  // The next line of the log that has `text` in it; "" if the command ends
  // before.
  std::string AwaitLine(absl::string_view text);
  // Stops it, if it runs still: SIGTERM to this process. Its exit code.
  int Stop();
  // Waits for its end. Its exit code.
  int Join();

  // Require: it has ended.
  std::string out() const { return out_.str(); }
  std::string err() const { return err_.str(); }

 private:
  std::ostringstream out_, err_;
  int pipe_[2];
  std::string unread_;
  int exit_code_ = -1;
  std::thread thread_;
};

}  // namespace mgen

#endif  // MGEN_PROGRAMS_TESTING_COMMAND_RUN_H_
