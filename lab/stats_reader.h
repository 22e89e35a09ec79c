// Reads what a program wrote to --stats FILE.
#ifndef LAB_STATS_READER_H_
#define LAB_STATS_READER_H_

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tunnel/shaper/meter.h"

namespace lab {

// What each conversation's end wrote within the measured time, by user and
// group; mgen/programs/stats.proto says what each number is.
using MeasuredConversations =
    std::map<std::pair<std::string, std::string>, shaper::Measured>;

// Errors: kInvalidArgument, beginning with `name`, for what is not Stats' JSON,
// a conversation twice, and one that was not measured.
absl::StatusOr<MeasuredConversations> ReadStats(absl::string_view json,
                                                absl::string_view name);

}  // namespace lab

#endif  // LAB_STATS_READER_H_
