// Whole lines to a file descriptor: logs that are read while they are written.
#ifndef NET_LINE_WRITER_H_
#define NET_LINE_WRITER_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "net/timers.h"

namespace net {

// A line leaves at the latest a second after it was written, sooner if many
// come. Each write to the descriptor ends with a line's end. One that blocks
// (the reader of a pipe is slow) blocks the process.
class LineWriter {
 public:
  // The descriptor stays open. `on_error` is called once, with the first error
  // of the descriptor; what is written after it is dropped.
  LineWriter(Timers* timers, int descriptor,
             std::function<void(const absl::Status&)> on_error);
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;
  ~LineWriter() { Flush(); }

  // `line` without its end.
  void Write(absl::string_view line);
  void Flush();

 private:
  static constexpr std::size_t kFlushBytes = 65536;

  absl::Status WriteOut();

  Timers* timers_;
  int descriptor_;
  std::function<void(const absl::Status&)> on_error_;  // Null after an error.
  std::string buffer_;
  Timer flush_;
};

}  // namespace net

#endif  // NET_LINE_WRITER_H_
