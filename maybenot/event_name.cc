#include "maybenot/event_name.h"

#include <array>
#include <cstddef>

#include "absl/strings/string_view.h"
#include "base/check.h"

namespace maybenot {

absl::string_view EventName(Event event) {
  static constexpr std::array<absl::string_view, kEventCount> kNames = {
      "NormalRecv",   "PaddingRecv", "TunnelRecv",    "NormalSent",
      "PaddingSent",  "TunnelSent",  "BlockingBegin", "BlockingEnd",
      "LimitReached", "CounterZero", "TimerBegin",    "TimerEnd",
      "Signal"};
  const auto index = static_cast<std::size_t>(event);
  BASE_CHECK(index < kNames.size());
  return kNames[index];
}

}  // namespace maybenot
