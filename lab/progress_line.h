// One line on a terminal that says how far a long command is.
#ifndef LAB_PROGRESS_LINE_H_
#define LAB_PROGRESS_LINE_H_

#include <cstddef>
#include <ostream>

#include "base/time.h"

namespace lab {

// Says nothing in the first two seconds, nor where `terminal` is false.
class ProgressLine {
 public:
  ProgressLine(std::ostream& out, bool terminal)
      : out_(out), terminal_(terminal) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();  // Leaves an empty line.

  // `fraction` of the work is done in [0, 1].
  void Show(double fraction, std::size_t runs_done, std::size_t runs,
            base::Duration elapsed);

 private:
  std::ostream& out_;
  bool terminal_;
  bool shown_ = false;
};

}  // namespace lab

#endif  // LAB_PROGRESS_LINE_H_
