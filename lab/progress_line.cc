#include "lab/progress_line.h"

#include "absl/strings/str_format.h"

namespace lab {
namespace {

constexpr base::Duration kSilent = base::Seconds(2);
constexpr const char* kEraseLine = "\r\x1b[K";  // ECMA-48's EL.

}  // namespace

ProgressLine::~ProgressLine() {
  if (shown_) out_ << kEraseLine << std::flush;
}

void ProgressLine::Show(double fraction, std::size_t runs_done,
                        std::size_t runs, base::Duration elapsed) {
  if (!terminal_ || elapsed < kSilent) return;
  shown_ = true;
  out_ << kEraseLine
       << absl::StrFormat("%d of %d runs, %.0f %%, %.0f s", runs_done, runs,
                          100 * fraction, base::ToSeconds(elapsed))
       << std::flush;
}

}  // namespace lab
