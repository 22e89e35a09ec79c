// Events as traces write them: NS, TR, PS:0.
#ifndef MAYBENOT_EVENT_CODE_H_
#define MAYBENOT_EVENT_CODE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maybenot/event.h"

namespace maybenot {

// Two letters, and the machine where the event names one: NS NR PS:m PR TS TR
// BB:m BE TB:m TE:m. Requires: the event can be triggered from outside.
std::string EventCode(const TriggerEvent& event);

// Errors: kInvalidArgument with the text.
absl::StatusOr<TriggerEvent> ParseEventCode(absl::string_view code);

}  // namespace maybenot

#endif  // MAYBENOT_EVENT_CODE_H_
