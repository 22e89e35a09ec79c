// What the framework asks its host to do.
#ifndef MAYBENOT_ACTION_H_
#define MAYBENOT_ACTION_H_

#include <cstdint>

#include "base/time.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace maybenot {

// A flat struct, so that a slot a machine is enough. What each kind uses:
//   kCancel         timer
//   kSendPadding    timeout, bypass, replace
//   kBlockOutgoing  timeout, duration, bypass, replace
//   kUpdateTimer    duration, replace
// Unused fields keep their defaults. Times are whole microseconds, 0 to 24 h.
struct TriggerAction {
  enum class Kind : std::uint8_t {
    kCancel,
    kSendPadding,
    kBlockOutgoing,
    kUpdateTimer,
  };

  Kind kind;
  MachineId machine;
  Timer timer = Timer::kAll;
  bool bypass = false;
  bool replace = false;
  base::Duration timeout = base::Duration(0);
  base::Duration duration = base::Duration(0);

  friend bool operator==(const TriggerAction&, const TriggerAction&) = default;
};

}  // namespace maybenot

#endif  // MAYBENOT_ACTION_H_
