#include "maybenot/cli/conformance_traces.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/cli/trace_case.h"
#include "maybenot/framework.h"
#include "maybenot/rate_limited_framework.h"

namespace maybenot::cli {
namespace {

std::int64_t Microseconds(base::Duration duration) {
  return duration.count() / 1000;
}

std::string ToText(const TriggerAction& action) {
  const auto machine = static_cast<std::uint32_t>(action.machine);
  const int bypass = action.bypass ? 1 : 0;
  const int replace = action.replace ? 1 : 0;
  switch (action.kind) {
    case TriggerAction::Kind::kCancel: {
      constexpr absl::string_view kTimers[] = {"action", "internal", "all"};
      return absl::StrCat("cancel:", machine, ":",
                          kTimers[static_cast<std::size_t>(action.timer)]);
    }
    case TriggerAction::Kind::kSendPadding:
      return absl::StrCat("pad:", machine, ":", Microseconds(action.timeout),
                          ":", bypass, ":", replace);
    case TriggerAction::Kind::kBlockOutgoing:
      return absl::StrCat("block:", machine, ":", Microseconds(action.timeout),
                          ":", Microseconds(action.duration), ":", bypass, ":",
                          replace);
    case TriggerAction::Kind::kUpdateTimer:
      return absl::StrCat("timer:", machine, ":", Microseconds(action.duration),
                          ":", replace);
  }
  return "";
}

// The first difference, if there is one.
std::optional<Failure> FindDifference(const TraceCase& trace) {
  absl::StatusOr<Framework> framework =
      Framework::Create(trace.machines, trace.limits,
                        base::Random::FromSeed(trace.seed), base::Instant{});
  if (!framework.ok()) {
    return Failure{trace.name, "a framework",
                   std::string(framework.status().message())};
  }
  RateLimitedFramework limited(*std::move(framework), base::Instant{});
  for (const TraceCase::Call& call : trace.calls) {
    std::string answer = ">";
    for (const TriggerAction& action : limited.TriggerEvents(
             call.events, call.max_actions_per_second, call.at)) {
      absl::StrAppend(&answer, " ", ToText(action));
    }
    if (answer != call.answer) {
      return Failure{absl::StrCat(trace.name, " ", call.text), call.answer,
                     answer};
    }
  }
  const std::string end =
      limited.framework().all_machines_ended() ? "end true" : "end false";
  if (end != trace.end) return Failure{trace.name, trace.end, end};
  return std::nullopt;
}

}  // namespace

void ReplayTraces(absl::string_view text, Tally& tally) {
  for (const absl::string_view block : SplitTraces(text)) {
    const absl::StatusOr<TraceCase> trace = ParseTraceCase(block);
    if (!trace.ok()) {
      tally.Fail({std::string(block.substr(0, block.find('\n'))),
                  "a trace that can be read",
                  std::string(trace.status().message())});
      continue;
    }
    std::optional<Failure> difference = FindDifference(*trace);
    if (difference.has_value()) {
      tally.Fail(*std::move(difference));
    } else {
      ++tally.passed;
    }
  }
}

}  // namespace maybenot::cli
