// Events and pseudo states as people read them.
#ifndef MAYBENOT_EVENT_NAME_H_
#define MAYBENOT_EVENT_NAME_H_

#include "absl/strings/string_view.h"
#include "maybenot/event.h"

namespace maybenot {

// "NormalRecv", ...: the names of the reference.
absl::string_view EventName(Event event);

}  // namespace maybenot

#endif  // MAYBENOT_EVENT_NAME_H_
