#include "maybenot/event_code.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/check.h"

namespace maybenot {
namespace {

struct Code {
  absl::string_view letters;
  Event event;
  bool names_machine;
};

constexpr Code kCodes[] = {
    {"NS", Event::kNormalSent, false},   {"NR", Event::kNormalRecv, false},
    {"PS", Event::kPaddingSent, true},   {"PR", Event::kPaddingRecv, false},
    {"TS", Event::kTunnelSent, false},   {"TR", Event::kTunnelRecv, false},
    {"BB", Event::kBlockingBegin, true}, {"BE", Event::kBlockingEnd, false},
    {"TB", Event::kTimerBegin, true},    {"TE", Event::kTimerEnd, true},
};

}  // namespace

std::string EventCode(const TriggerEvent& event) {
  const Code* const known =
      std::find_if(std::begin(kCodes), std::end(kCodes),
                   [&](const Code& code) { return code.event == event.event; });
  BASE_CHECK(known != std::end(kCodes));
  if (!known->names_machine) return std::string(known->letters);
  return absl::StrCat(known->letters, ":",
                      static_cast<std::uint32_t>(event.machine));
}

absl::StatusOr<TriggerEvent> ParseEventCode(absl::string_view code) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(code, absl::MaxSplits(':', 1));
  const Code* const known =
      std::find_if(std::begin(kCodes), std::end(kCodes),
                   [&](const Code& c) { return c.letters == parts.first; });
  std::uint32_t machine = 0;
  if (known == std::end(kCodes) ||
      known->names_machine != (parts.first.size() != code.size()) ||
      (known->names_machine && !absl::SimpleAtoi(parts.second, &machine))) {
    return absl::InvalidArgumentError(absl::StrCat(
        "event code \"", code,
        "\": must be NS, NR, PR, TS, TR or BE, or PS, BB, TB or TE with a "
        "machine (PS:0)"));
  }
  return TriggerEvent{known->event, MachineId{machine}};
}

}  // namespace maybenot
