#include "base/terminal/progress_line.h"

#include "absl/strings/str_format.h"

namespace base {
namespace {

constexpr Duration kSilent = Seconds(2);
constexpr const char* kEraseLine = "\r\x1b[K";  // ECMA-48's EL.

}  // namespace

ProgressLine::~ProgressLine() {
  if (shown_) out_ << kEraseLine << std::flush;
}

void ProgressLine::Show(double fraction, std::size_t done, std::size_t all,
                        Duration elapsed) {
  if (!terminal_ || elapsed < kSilent) return;
  shown_ = true;
  out_ << kEraseLine
       << absl::StrFormat("%d of %d %s, %.0f %%, %.0f s", done, all, what_,
                          100 * fraction, ToSeconds(elapsed))
       << std::flush;
}

}  // namespace base
