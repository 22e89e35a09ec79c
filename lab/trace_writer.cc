#include "lab/trace_writer.h"

#include "absl/strings/str_cat.h"
#include "base/files/files.h"
#include "maybenot/packet_queue.h"

namespace lab {
namespace {

constexpr std::size_t kHeldBytes = 1 << 18;  // A file, between writes.

}  // namespace

TraceWriter::TraceWriter(absl::string_view folder, const Experiment& experiment,
                         absl::string_view defense)
    : folder_(absl::StrCat(folder, "/", defense)), experiment_(experiment) {}

void TraceWriter::Add(std::size_t user, std::size_t group,
                      absl::Span<const shaper::CellEvent> cells) {
  const std::pair seat(user, group);
  File& file = files_[seat];
  for (const shaper::CellEvent& cell : cells) AppendTraceLine(cell, file.held);
  if (file.held.size() >= kHeldBytes) Write(seat, file);
}

absl::Status TraceWriter::Finish() {
  for (auto& [seat, file] : files_) Write(seat, file);
  return status_;
}

void TraceWriter::Write(const std::pair<std::size_t, std::size_t>& seat,
                        File& file) {
  const std::string path =
      absl::StrCat(folder_, "/", Experiment::UserName(seat.first), "-",
                   experiment_.groups[seat.second].name, ".log");
  status_.Update(file.begun ? base::AppendFile(path, file.held)
                            : base::WriteFile(path, file.held));
  file.begun = true;
  file.held.clear();
}

void AppendTraceLine(const shaper::CellEvent& cell, std::string& out) {
  absl::StrAppend(&out, cell.at.time_since_epoch().count(), ",",
                  cell.sent ? "s" : "r",
                  cell.kind == maybenot::PacketKind::kNormal ? "n" : "p", ",",
                  cell.bytes, "\n");
}

}  // namespace lab
