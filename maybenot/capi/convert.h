// Between the ABI's events, actions and times and the engine's.
#ifndef MAYBENOT_CAPI_CONVERT_H_
#define MAYBENOT_CAPI_CONVERT_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/capi/maybenot.h"
#include "maybenot/event.h"

namespace maybenot::capi {

// By MaybenotEventType, whose numbers are not the wire's from 8 on.
// SOURCE: spec/maybenot.md section 7.
inline constexpr std::array<Event, 10> kEvents = {
    Event::kNormalRecv,    Event::kPaddingRecv, Event::kTunnelRecv,
    Event::kNormalSent,    Event::kPaddingSent, Event::kTunnelSent,
    Event::kBlockingBegin, Event::kBlockingEnd, Event::kTimerBegin,
    Event::kTimerEnd};

// False: the type is unknown, and `out` is as it was. A machine that does not
// fit a MachineId is one that does not exist.
inline bool FromC(const MaybenotEvent& event, TriggerEvent& out) {
  if (event.event_type >= kEvents.size()) return false;
  constexpr std::uintptr_t kLast = std::numeric_limits<std::uint32_t>::max();
  out.event = kEvents[event.event_type];
  out.machine = static_cast<MachineId>(std::min(event.machine, kLast));
  return true;
}

// Only `tag` and the fields of its body are written.
void ToC(const TriggerAction& action, MaybenotAction& out);

inline base::Duration DurationOf(std::uint64_t ns) {
  constexpr std::uint64_t kLongest = std::numeric_limits<std::int64_t>::max();
  return base::Duration(static_cast<std::int64_t>(std::min(ns, kLongest)));
}
inline base::Instant InstantOf(std::uint64_t ns) {
  return base::Instant{} + DurationOf(ns);
}

// 0 for negative times, which the ABI does not have.
std::uint64_t Nanoseconds(base::Duration duration);

}  // namespace maybenot::capi

#endif  // MAYBENOT_CAPI_CONVERT_H_
