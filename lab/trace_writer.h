// Writes the cells of one run, one file a connection.
#ifndef LAB_TRACE_WRITER_H_
#define LAB_TRACE_WRITER_H_

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lab/experiment.h"
#include "tunnel/shaper/cell_record.h"

namespace lab {

// FOLDER/DEFENSE/USER-GROUP.log: a line for each cell of a user's
// connection for a group, as the user's end sees it,
//
//   nanoseconds,sn|rn|sp|rp,size
//
// with the time since the start of the run (warm-up included), sent or
// received, normal or padding, and the size of the cell in bytes; undefended,
// each write is one. After a reset the file goes on with the next connection.
// SOURCE: spec/traffic.md 6.1.
class TraceWriter {
 public:
  // Makes or empties the files as they are needed; `experiment` outlives this.
  TraceWriter(absl::string_view folder, const Experiment& experiment,
              absl::string_view defense);

  void Add(std::size_t user, std::size_t group,
           absl::Span<const shaper::CellEvent> cells);

  // Writes what is held. Errors: the first that any write met.
  absl::Status Finish();

 private:
  struct File {
    std::string held;
    bool begun = false;
  };

  void Write(const std::pair<std::size_t, std::size_t>& seat, File& file);

  std::string folder_;
  const Experiment& experiment_;
  std::map<std::pair<std::size_t, std::size_t>, File> files_;
  absl::Status status_;
};

// "nanoseconds,sn|rn|sp|rp,size" and a line break.
void AppendTraceLine(const shaper::CellEvent& cell, std::string& out);

}  // namespace lab

#endif  // LAB_TRACE_WRITER_H_
