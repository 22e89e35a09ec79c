#include "maybenot/cli/trace_case.h"

#include <cstddef>
#include <limits>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "maybenot/cli/golden_block.h"
#include "maybenot/event_code.h"

namespace maybenot::cli {
namespace {

// "591 TE:3 TR".
absl::StatusOr<TraceCase::Call> ParseCall(absl::string_view value) {
  const std::vector<absl::string_view> words = absl::StrSplit(value, ' ');
  constexpr std::int64_t kLatest =
      std::numeric_limits<std::int64_t>::max() / 1000;
  std::int64_t us = 0;
  if (!absl::SimpleAtoi(words[0], &us) || us < 0 || us > kLatest) {
    return absl::InvalidArgumentError(
        absl::StrCat("a time is in [0, ", kLatest, "] microseconds"));
  }
  TraceCase::Call call;
  call.text = absl::StrCat("at ", value);
  call.at = base::Instant{} + base::Microseconds(us);
  for (std::size_t i = 1; i < words.size(); ++i) {
    ASSIGN_OR_RETURN(const TriggerEvent event, ParseEventCode(words[i]));
    call.events.push_back(event);
  }
  return call;
}

class Parser {
 public:
  absl::Status Read(absl::string_view line) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits(' ', 1));
    const absl::string_view key = parts.first;
    const absl::string_view value = parts.second;
    if (!trace_.end.empty()) {
      return absl::InvalidArgumentError("nothing comes after the end");
    }
    if (key == "trace") {
      trace_.name = std::string(line);
    } else if (key == "machine") {
      RETURN_IF_ERROR(AddMachine(value, machines_));
    } else if (key == "limits") {
      if (!ReadLimits(value, trace_.limits)) {
        return absl::InvalidArgumentError("limits are two numbers");
      }
    } else if (key == "seed") {
      if (!absl::SimpleAtoi(value, &trace_.seed)) {
        return absl::InvalidArgumentError("a seed is a 64-bit number");
      }
    } else if (key == "rate") {
      if (!absl::SimpleAtod(value, &max_actions_per_second_)) {
        return absl::InvalidArgumentError("a rate is a number");
      }
    } else if (key == "at") {
      RETURN_IF_ERROR(CheckAnswered());
      ASSIGN_OR_RETURN(TraceCase::Call call, ParseCall(value));
      call.max_actions_per_second = max_actions_per_second_;
      trace_.calls.push_back(std::move(call));
    } else if (key == ">") {
      if (trace_.calls.empty() || CheckAnswered().ok()) {
        return absl::InvalidArgumentError("actions without a call");
      }
      trace_.calls.back().answer = std::string(line);
    } else if (key == "end") {
      RETURN_IF_ERROR(CheckAnswered());
      trace_.end = std::string(line);
    } else {
      return absl::InvalidArgumentError("unknown line");
    }
    return absl::OkStatus();
  }

  absl::StatusOr<TraceCase> Finish() {
    if (trace_.name.empty()) {
      return absl::InvalidArgumentError("a trace begins with \"trace ID\"");
    }
    if (trace_.end.empty()) {
      return absl::InvalidArgumentError("a trace ends with \"end\"");
    }
    trace_.machines =
        std::make_shared<const std::vector<Machine>>(std::move(machines_));
    return std::move(trace_);
  }

 private:
  absl::Status CheckAnswered() const {
    if (trace_.calls.empty() || !trace_.calls.back().answer.empty()) {
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError("the call before has no actions line");
  }

  TraceCase trace_;
  double max_actions_per_second_ = std::numeric_limits<double>::infinity();
  std::vector<Machine> machines_;
};

}  // namespace

std::vector<absl::string_view> SplitTraces(absl::string_view text) {
  return SplitBlocks(text, "trace");
}

absl::StatusOr<TraceCase> ParseTraceCase(absl::string_view block) {
  Parser parser;
  RETURN_IF_ERROR(ReadLines(
      block, [&](absl::string_view line) { return parser.Read(line); }));
  return parser.Finish();
}

}  // namespace maybenot::cli
