// Between the ABI's events, actions and times and the engine's.
#ifndef MAYBENOT_CAPI_CONVERT_H_
#define MAYBENOT_CAPI_CONVERT_H_

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/capi/maybenot.h"
#include "maybenot/event.h"

namespace maybenot::capi {

// None: the type is unknown. A machine that does not fit a MachineId is one
// that does not exist.
std::optional<TriggerEvent> FromC(const MaybenotEvent& event);

// Only `tag` and the fields of its body are written.
void ToC(const TriggerAction& action, MaybenotAction& out);

base::Instant InstantOf(std::uint64_t ns);
base::Duration DurationOf(std::uint64_t ns);

// 0 for negative times, which the ABI does not have.
std::uint64_t Nanoseconds(base::Duration duration);

}  // namespace maybenot::capi

#endif  // MAYBENOT_CAPI_CONVERT_H_
