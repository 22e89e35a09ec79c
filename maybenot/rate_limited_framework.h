// A framework whose host can carry out only so many actions a second.
// SOURCE: spec/maybenot.md 2.12.
#ifndef MAYBENOT_RATE_LIMITED_FRAMEWORK_H_
#define MAYBENOT_RATE_LIMITED_FRAMEWORK_H_

#include <cstdint>

#include "absl/types/span.h"
#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/action_rate.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"

namespace maybenot {

// The rate is ActionRate's estimate. Over the limit, all actions of a call are
// dropped, kCancel too; the machines are not told, so one that waits for what
// it asked for waits until another event moves it. The call that opens a window
// is never limited, and a call below the limit returns all its actions, so the
// limit may be overrun by a call's worth.
class RateLimitedFramework {
 public:
  // `now` opens the first window: when `framework` was created, or its latest
  // call.
  RateLimitedFramework(Framework framework, base::Instant now);

  // As Framework::TriggerEvents, but empty if about `max_actions_per_second` or
  // more were returned in the last second. Infinity and NaN: no limit. The
  // limit may differ from call to call.
  absl::Span<const TriggerAction> TriggerEvents(
      absl::Span<const TriggerEvent> events, double max_actions_per_second,
      base::Instant now);

  const Framework& framework() const { return framework_; }
  // Actions so far that the limit held back.
  std::uint64_t dropped() const { return dropped_; }

 private:
  Framework framework_;
  ActionRate rate_;
  std::uint64_t dropped_ = 0;
};

}  // namespace maybenot

#endif  // MAYBENOT_RATE_LIMITED_FRAMEWORK_H_
