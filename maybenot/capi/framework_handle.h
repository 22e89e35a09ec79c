// What a MaybenotFramework of the ABI points to.
#ifndef MAYBENOT_CAPI_FRAMEWORK_HANDLE_H_
#define MAYBENOT_CAPI_FRAMEWORK_HANDLE_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "base/time.h"
#include "maybenot/capi/maybenot_ext.h"
#include "maybenot/capi/randomness.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/rate_limited_framework.h"

namespace maybenot::capi {

// Nanoseconds of a MaybenotClock, as an instant.
class Clock {
 public:
  // `clock` null: the monotonic clock.
  Clock(MaybenotClock clock, void* context)
      : clock_(clock), context_(context) {}

  base::Instant Now() const;

 private:
  MaybenotClock clock_;
  void* context_;
};

}  // namespace maybenot::capi

struct MaybenotFramework {
 public:
  // `*out` is set on success only. Results: those of maybenot_start_with.
  static MaybenotResult Start(const char* machines_str,
                              const MaybenotOptions& options,
                              MaybenotFramework** out);

  // `actions` has room for one action a machine; `num_actions` is set on
  // success only. Results: those of maybenot_on_events.
  MaybenotResult OnEvents(absl::Span<const MaybenotEvent> given,
                          MaybenotAction* actions, std::uintptr_t& num_actions);

  const maybenot::Framework& framework() const {
    return framework_.framework();
  }

  // Not Ok: a call was torn by an exception.
  MaybenotResult broken = MaybenotResult_Ok;
  double max_actions_per_second = std::numeric_limits<double>::infinity();
  MaybenotStatistics statistics = {};

 private:
  MaybenotFramework(maybenot::capi::Randomness randomness,
                    maybenot::Framework framework, maybenot::capi::Clock clock,
                    base::Instant now);

  void Count(const maybenot::TriggerAction& action);

  maybenot::capi::Randomness randomness_;  // framework_ draws from it.
  maybenot::RateLimitedFramework framework_;
  maybenot::capi::Clock clock_;
  std::vector<maybenot::TriggerEvent> events_;  // Of the present call.
};

#endif  // MAYBENOT_CAPI_FRAMEWORK_HANDLE_H_
