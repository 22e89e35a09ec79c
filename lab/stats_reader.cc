#include "lab/stats_reader.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/time.h"
#include "google/protobuf/util/json_util.h"
#include "mgen/programs/stats.pb.h"
#include "tunnel/shaper/cell_record.h"

namespace lab {
namespace {

shaper::Measured FromProto(const mgen::stats::Measured& from) {
  shaper::Measured measured;
  const mgen::stats::Cells& cells = from.cells();
  measured.cells = {.normal_cells = cells.normal(),
                    .padding_cells = cells.padding(),
                    .payload_bytes = cells.payload_bytes(),
                    .fill_bytes = cells.fill_bytes(),
                    .padding_bytes = cells.padding_bytes(),
                    .opening_cells = cells.opening()};
  measured.tail_cells = from.tail_cells();
  measured.tail_bytes = from.tail_bytes();
  for (const std::int64_t wait : from.waits()) {
    measured.waits.push_back(base::Duration(wait));
  }
  measured.blocked = base::Duration(from.blocked());
  measured.defender.refused = from.refused();
  measured.defender.padding_dropped = from.padding_dropped();
  measured.defender.padding_replaced = from.padding_replaced();
  measured.defender.blocking_ended_by_full_queue =
      from.blocking_ended_by_full_queue();
  measured.defender.stalled = from.stalled();
  measured.defender.restarts = from.restarts();
  measured.defender.given_up = from.given_up();
  return measured;
}

}  // namespace

absl::StatusOr<MeasuredConversations> ReadStats(absl::string_view json,
                                                absl::string_view name) {
  mgen::stats::Stats stats;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // Of programs that are newer.
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &stats, options);
  if (!status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        name, ": ",
        absl::string_view(status.message().data(), status.message().size())));
  }
  MeasuredConversations all;
  for (const mgen::stats::Conversation& conversation : stats.conversations()) {
    const auto refuse = [&](absl::string_view what) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": user ", conversation.user(), " in group ",
                       conversation.group(), " ", what));
    };
    if (!conversation.has_measured()) return refuse("was not measured");
    if (!all.try_emplace({conversation.user(), conversation.group()},
                         FromProto(conversation.measured()))
             .second) {
      return refuse("is there twice");
    }
  }
  return all;
}

}  // namespace lab
