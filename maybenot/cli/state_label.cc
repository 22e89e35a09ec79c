#include "maybenot/cli/state_label.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "base/units.h"
#include "maybenot/cli/describe.h"
#include "maybenot/dist.h"
#include "maybenot/dist_parameters.h"
#include "maybenot/state.h"

namespace maybenot::cli {
namespace {

std::string ShortNumber(double value) { return absl::StrFormat("%.4g", value); }

std::string ShortTime(double us) {
  constexpr double kMaxMicroseconds = 8.64e15;  // 274 years.
  if (!(us >= 1 && us <= kMaxMicroseconds)) return ShortNumber(us) + " us";
  return base::FormatDuration(
      base::Duration(static_cast<std::int64_t>(us * 1000)));
}

std::string ShortValue(double value, Unit unit) {
  return unit == Unit::kMicroseconds ? ShortTime(value) : ShortNumber(value);
}

// Whether a parameter has the unit of what is drawn; shapes and probabilities
// have none, and LogNormal's are logarithms.
template <typename D>
bool HasUnit(absl::string_view parameter) {
  if constexpr (std::is_same_v<D, LogNormal> || std::is_same_v<D, Beta>) {
    return false;
  }
  return parameter != "shape" && parameter != "probability" &&
         parameter != "trials";
}

std::string ShortType(const DistType& type, Unit unit) {
  std::vector<std::string> parameters;
  std::visit(
      [&](const auto& dist) {
        using D = std::decay_t<decltype(dist)>;
        ForEachParameter(dist, [&](absl::string_view name, const auto& value) {
          const auto number = static_cast<double>(value);
          parameters.push_back(
              ShortValue(number, HasUnit<D>(name) ? unit : Unit::kNone));
        });
      },
      type);
  return absl::StrCat(kDistNames[type.index()], "(",
                      absl::StrJoin(parameters, ", "), ")");
}

std::string After(const Dist& timeout) {
  const std::string time = ShortDist(timeout, Unit::kMicroseconds);
  return time == "0 us" ? " at once" : absl::StrCat(" after ", time);
}

std::string Flags(bool bypass, bool replace) {
  if (bypass && replace) return ", bypass, replace";
  return bypass ? ", bypass" : replace ? ", replace" : "";
}

std::string ActionLabel(const Cancel& action) {
  return DescribeCancel(action.timer);
}
std::string ActionLabel(const SendPadding& action) {
  return absl::StrCat("pad", After(action.timeout),
                      Flags(action.bypass, action.replace));
}
std::string ActionLabel(const BlockOutgoing& action) {
  return absl::StrCat(
      "block for ", ShortDist(action.duration, Unit::kMicroseconds),
      After(action.timeout), Flags(action.bypass, action.replace));
}
std::string ActionLabel(const UpdateTimer& action) {
  return absl::StrCat("timer of ",
                      ShortDist(action.duration, Unit::kMicroseconds),
                      Flags(false, action.replace));
}

const std::optional<Dist>* LimitOf(const Cancel&) { return nullptr; }
template <typename A>
const std::optional<Dist>* LimitOf(const A& action) {
  return &action.limit;
}

std::string CounterLabel(const Counter& counter, absl::string_view name,
                         absl::string_view other) {
  const std::string value = counter.copy ? std::string(other)
                            : counter.dist
                                ? ShortDist(*counter.dist, Unit::kNone)
                                : "1";
  switch (counter.operation) {
    case Operation::kIncrement:
      return absl::StrCat(name, " + ", value);
    case Operation::kDecrement:
      return absl::StrCat(name, " - ", value);
    default:
      return absl::StrCat(name, " = ", value);
  }
}

}  // namespace

std::string ShortDist(const Dist& dist, Unit unit) {
  std::string text;
  const auto* uniform = std::get_if<Uniform>(&dist.type);
  if (uniform != nullptr && uniform->low == uniform->high) {
    text = ShortValue(uniform->low + dist.start, unit);
  } else {
    text = ShortType(dist.type, unit);
    if (dist.start != 0) {
      absl::StrAppend(&text, " + ", ShortValue(dist.start, unit));
    }
  }
  if (dist.max > 0) {
    absl::StrAppend(&text, ", max ", ShortValue(dist.max, unit));
  }
  return text;
}

std::vector<std::string> StateLabel(const State& state) {
  std::vector<std::string> lines;
  if (state.action) {
    std::visit(
        [&](const auto& action) {
          lines.push_back(ActionLabel(action));
          const std::optional<Dist>* limit = LimitOf(action);
          if (limit != nullptr && *limit) {
            lines.push_back(
                absl::StrCat("at most ", ShortDist(**limit, Unit::kNone)));
          }
        },
        *state.action);
  }
  if (state.counters[0]) {
    lines.push_back(CounterLabel(*state.counters[0], "A", "B"));
  }
  if (state.counters[1]) {
    lines.push_back(CounterLabel(*state.counters[1], "B", "A"));
  }
  return lines;
}

}  // namespace maybenot::cli
