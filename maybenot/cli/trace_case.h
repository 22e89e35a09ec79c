// What the reference's framework was told and what it answered, as recorded.
#ifndef MAYBENOT_CLI_TRACE_CASE_H_
#define MAYBENOT_CLI_TRACE_CASE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"

namespace maybenot::cli {

// One block of a traces.txt:
//
//   trace ID
//   machine STRING              (any number)
//   limits PADDING BLOCKING
//   seed N
//   rate N                      calls from here on have this limit (optional)
//   at MICROSECONDS EVENT...    one call
//   > ACTION...                 what it returned
//   ...
//   end true|false              whether all machines have ended
//
// The framework starts at time 0, and its rate is limited if a `rate` says so.
struct TraceCase {
  struct Call {
    std::string text;  // "at 591 TE:3 TR".
    base::Instant at;
    std::vector<TriggerEvent> events;
    double max_actions_per_second;  // Infinity: no limit.
    std::string answer;             // "> pad:0:32122:0:1".
  };

  std::string name;  // "trace 12".
  Machines machines;
  Framework::Limits limits;
  std::uint64_t seed = 0;
  std::vector<Call> calls;
  std::string end;  // "end true".
};

// The blocks of `text`, each beginning with "trace "; what comes before the
// first is a block too.
std::vector<absl::string_view> SplitTraces(absl::string_view text);

// Errors: kInvalidArgument with the line and what is wrong with it.
absl::StatusOr<TraceCase> ParseTraceCase(absl::string_view block);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_TRACE_CASE_H_
