// One line on a terminal that says how far a long command is.
#ifndef BASE_TERMINAL_PROGRESS_LINE_H_
#define BASE_TERMINAL_PROGRESS_LINE_H_

#include <cstddef>
#include <ostream>

#include "absl/strings/string_view.h"
#include "base/time.h"

namespace base {

// Says nothing in the first two seconds, nor where `terminal` is false.
class ProgressLine {
 public:
  // `what` is counted: "runs". Must outlive the line.
  ProgressLine(std::ostream& out, bool terminal, absl::string_view what)
      : out_(out), terminal_(terminal), what_(what) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();  // Leaves an empty line.

  // `done` of `all`, which is above 0.
  void Show(std::size_t done, std::size_t all, Duration elapsed) {
    Show(static_cast<double>(done) / static_cast<double>(all), done, all,
         elapsed);
  }
  // Where `fraction` of the work, in [0, 1], says more than what is counted.
  void Show(double fraction, std::size_t done, std::size_t all,
            Duration elapsed);

 private:
  std::ostream& out_;
  bool terminal_;
  absl::string_view what_;
  bool shown_ = false;
};

}  // namespace base

#endif  // BASE_TERMINAL_PROGRESS_LINE_H_
