#include "maybenot/cli/describe.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "base/time.h"
#include "base/units.h"
#include "maybenot/dist.h"
#include "maybenot/dist_parameters.h"
#include "maybenot/event.h"
#include "maybenot/event_name.h"
#include "maybenot/json_number.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace maybenot::cli {
namespace {

// Exact, without ".0".
template <typename Float>
std::string Number(Float value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  const std::string json = JsonNumber(value);
  return std::string(absl::StripSuffix(json, ".0"));
}
std::string Number(std::uint64_t value) { return absl::StrCat(value); }

// "5000 us (5 ms)"; the second from 1 ms to 100 days, where it says more.
template <typename T>
std::string Time(T us) {
  const std::string exact = absl::StrCat(Number(us), " us");
  if (!(us >= T{1000} && us <= T{8640000000000})) return exact;
  const auto whole = static_cast<std::int64_t>(us);
  return absl::StrCat(exact, " (",
                      base::FormatDuration(base::Microseconds(whole)), ")");
}

// A line of a state: a label, and what it is.
std::string Row(absl::string_view label, absl::string_view text) {
  return absl::StrFormat("  %-14s %s\n", label, text);
}

std::string DescribeLimit(const std::optional<Dist>& limit,
                          absl::string_view what) {
  if (!limit) return "";
  return absl::StrCat("; at most ", DescribeDist(*limit, Unit::kNone), " ",
                      what, " while in the state");
}

std::string DescribeAction(const Cancel& action) {
  return DescribeCancel(action.timer);
}

std::string DescribeAction(const SendPadding& action) {
  return absl::StrCat(
      "send padding after ", DescribeDist(action.timeout, Unit::kMicroseconds),
      action.replace ? "; a queued packet may serve as it" : "",
      action.bypass ? "; passes blocking that can be bypassed" : "",
      DescribeLimit(action.limit, "packets"));
}

std::string DescribeAction(const BlockOutgoing& action) {
  return absl::StrCat(
      "block after ", DescribeDist(action.timeout, Unit::kMicroseconds),
      " for ", DescribeDist(action.duration, Unit::kMicroseconds),
      action.replace ? "; replaces blocking in force" : "",
      action.bypass ? "; can be bypassed" : "",
      DescribeLimit(action.limit, "times"));
}

std::string DescribeAction(const UpdateTimer& action) {
  return absl::StrCat("set the internal timer to ",
                      DescribeDist(action.duration, Unit::kMicroseconds),
                      action.replace ? "; replaces a longer one" : "",
                      DescribeLimit(action.limit, "times"));
}

std::string DescribeCounter(const Counter& counter, absl::string_view other) {
  static constexpr std::array<absl::string_view, 3> kOperations = {
      "add ", "subtract ", "set to "};
  const std::string value =
      counter.copy   ? absl::StrCat("the value of counter ", other)
      : counter.dist ? DescribeDist(*counter.dist, Unit::kNone)
                     : "1";
  return absl::StrCat(kOperations[static_cast<std::size_t>(counter.operation)],
                      value);
}

std::string DescribeTarget(std::uint64_t state) {
  if (state == kStateEnd) return "END";
  if (state == kStateSignal) return "SIGNAL";
  return absl::StrCat("state ", state);
}

std::string DescribeList(const std::vector<Trans>& list) {
  float sum = 0;
  std::vector<std::string> targets;
  for (const Trans& trans : list) {
    sum += trans.probability;
    const std::string target = DescribeTarget(trans.state);
    targets.push_back(
        trans.probability == 1
            ? target
            : absl::StrCat(target, " (", Number(trans.probability), ")"));
  }
  if (!(sum >= 1)) targets.emplace_back("else none");
  return absl::StrCat("to ", absl::StrJoin(targets, ", "));
}

std::string DescribeState(std::size_t index, const State& state) {
  std::string text = absl::StrCat(
      "state ", index,
      index == 0 ? ", the first: begins here, and acts once it is entered" : "",
      "\n");
  if (state.action) {
    absl::StrAppend(&text, Row("action", std::visit(
                                             [](const auto& action) {
                                               return DescribeAction(action);
                                             },
                                             *state.action)));
  }
  if (state.counters[0]) {
    absl::StrAppend(&text,
                    Row("counter A", DescribeCounter(*state.counters[0], "B")));
  }
  if (state.counters[1]) {
    absl::StrAppend(&text,
                    Row("counter B", DescribeCounter(*state.counters[1], "A")));
  }
  for (std::size_t event = 0; event < kEventCount; ++event) {
    if (!state.transitions[event]) continue;
    absl::StrAppend(&text, Row(EventName(static_cast<Event>(event)),
                               DescribeList(*state.transitions[event])));
  }
  return text;
}

// "Normal(mean 5, stdev 2)".
std::string DescribeType(const DistType& type) {
  std::vector<std::string> parameters;
  std::visit(
      [&](const auto& dist) {
        ForEachParameter(dist, [&](absl::string_view name, const auto& value) {
          parameters.push_back(absl::StrCat(name, " ", Number(value)));
        });
      },
      type);
  return absl::StrCat(kDistNames[type.index()], "(",
                      absl::StrJoin(parameters, ", "), ")");
}

// `free`: what is allowed before the fraction counts.
std::string DescribeBudget(const std::string& free, double fraction,
                           absl::string_view of) {
  if (!(fraction > 0)) return "no limit";
  return absl::StrCat(free, " free, then under ", Number(fraction), " of ", of);
}

}  // namespace

std::string DescribeCancel(Timer timer) {
  switch (timer) {
    case Timer::kAction:
      return "cancel the action timer";
    case Timer::kInternal:
      return "cancel the internal timer";
    default:
      return "cancel both timers";
  }
}

std::string DescribeDist(const Dist& dist, Unit unit) {
  const bool is_time = unit == Unit::kMicroseconds;
  std::string text;
  const auto* uniform = std::get_if<Uniform>(&dist.type);
  if (uniform != nullptr && uniform->low == uniform->high) {
    const double value = uniform->low + dist.start;
    text = is_time ? Time(value) : Number(value);
  } else {
    text = absl::StrCat(DescribeType(dist.type), dist.start == 0 ? "" : " + ",
                        dist.start == 0 ? "" : Number(dist.start),
                        is_time ? " us" : "");
  }
  if (dist.max > 0) {
    absl::StrAppend(&text, ", at most ",
                    is_time ? Time(dist.max) : Number(dist.max));
  }
  return text;
}

std::string DescribeMachine(const MachineSpec& spec) {
  std::string text = absl::StrCat(
      Row("padding",
          DescribeBudget(absl::StrCat(spec.allowed_padding_packets, " packets"),
                         spec.max_padding_frac, "the packets it sees sent")),
      Row("blocking",
          DescribeBudget(Time(spec.allowed_blocked_microsec),
                         spec.max_blocking_frac, "the time since the start")));
  for (std::size_t i = 0; i < spec.states.size(); ++i) {
    absl::StrAppend(&text, DescribeState(i, spec.states[i]));
  }
  return text;
}

}  // namespace maybenot::cli
