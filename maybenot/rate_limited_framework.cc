#include "maybenot/rate_limited_framework.h"

#include <utility>

namespace maybenot {
namespace {

constexpr base::Duration kWindow = base::Seconds(1);

}  // namespace

RateLimitedFramework::RateLimitedFramework(Framework framework,
                                           base::Instant now)
    : framework_(std::move(framework)), window_start_(now) {}

absl::Span<const TriggerAction> RateLimitedFramework::TriggerEvents(
    absl::Span<const TriggerEvent> events, double max_actions_per_second,
    base::Instant now) {
  const absl::Span<const TriggerAction> actions =
      framework_.TriggerEvents(events, now);
  if (!Admit(max_actions_per_second, now)) {
    dropped_ += actions.size();
    return {};
  }
  current_ += static_cast<double>(actions.size());
  return actions;
}

bool RateLimitedFramework::Admit(double max_actions_per_second,
                                 base::Instant now) {
  const base::Duration elapsed = base::SaturatingSince(now, window_start_);
  if (elapsed < kWindow) {
    const double left = base::ToSeconds(kWindow - elapsed);
    return !(previous_ * left + current_ >= max_actions_per_second);
  }
  previous_ = elapsed < 2 * kWindow ? current_ : 0;
  window_start_ = now;
  current_ = 0;
  return true;
}

}  // namespace maybenot
