#include "maybenot/rate_limited_framework.h"

#include <utility>

namespace maybenot {

RateLimitedFramework::RateLimitedFramework(Framework framework,
                                           base::Instant now)
    : framework_(std::move(framework)), rate_(now) {}

absl::Span<const TriggerAction> RateLimitedFramework::TriggerEvents(
    absl::Span<const TriggerEvent> events, double max_actions_per_second,
    base::Instant now) {
  const absl::Span<const TriggerAction> actions =
      framework_.TriggerEvents(events, now);
  if (!rate_.Admit(max_actions_per_second, now)) {
    dropped_ += actions.size();
    return {};
  }
  rate_.Count(actions.size());
  return actions;
}

}  // namespace maybenot
