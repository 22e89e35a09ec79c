// What a MaybenotFramework of the ABI points to.
#ifndef MAYBENOT_CAPI_FRAMEWORK_HANDLE_H_
#define MAYBENOT_CAPI_FRAMEWORK_HANDLE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "base/time.h"
#include "maybenot/action_rate.h"
#include "maybenot/capi/maybenot_ext.h"
#include "maybenot/capi/randomness.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"

namespace maybenot::capi {

// Of the monotonic clock.
std::uint64_t MonotonicNs();

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

  // Infinity: no limit. The first window opens now.
  void SetRateLimit(double max_actions_per_second);

  const maybenot::Framework& framework() const { return framework_; }

  // Not Ok: a call was torn by an exception.
  MaybenotResult broken = MaybenotResult_Ok;
  MaybenotStatistics statistics = {};

 private:
  MaybenotFramework(maybenot::capi::Randomness randomness,
                    maybenot::Framework framework, maybenot::capi::Clock clock);

  bool IsOverRate(std::size_t actions, base::Instant now);
  void Count(const maybenot::TriggerAction& action);

  maybenot::capi::Randomness randomness_;  // framework_ draws from it.
  maybenot::Framework framework_;
  double max_actions_per_second_ = std::numeric_limits<double>::infinity();
  std::optional<maybenot::ActionRate> rate_;  // Once there is a limit.
  maybenot::capi::Clock clock_;
  std::vector<maybenot::TriggerEvent> events_;  // Of the present call.
};

#endif  // MAYBENOT_CAPI_FRAMEWORK_HANDLE_H_
