#include "maybenot/simulator/side.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace maybenot::simulator {

Side::Side(SideName name, Framework framework, EventQueue queue,
           IntegrationDelays delays, Bottleneck bottleneck,
           bool strict_reference)
    : name_(name),
      strict_reference_(strict_reference),
      framework_(std::move(framework)),
      queue_(std::move(queue)),
      action_timers_(framework_.num_machines()),
      internal_timers_(framework_.num_machines()),
      actions_(framework_.num_machines(),
               TriggerAction{.kind = TriggerAction::Kind::kCancel,
                             .machine = MachineId{0}}),
      delays_(std::move(delays)),
      bottleneck_(std::move(bottleneck)) {}

// SOURCE: spec/maybenot.md section 5, "UpdateTimer", "Cancel".
void Side::Install(absl::Span<const TriggerAction> actions, base::Instant now) {
  std::optional<base::Duration> delay;  // One for all of them.
  for (const TriggerAction& action : actions) {
    const auto machine = static_cast<std::size_t>(action.machine);
    switch (action.kind) {
      case TriggerAction::Kind::kCancel:
        if (action.timer != Timer::kInternal) action_timers_.Clear(machine);
        if (action.timer != Timer::kAction) internal_timers_.Clear(machine);
        break;
      case TriggerAction::Kind::kSendPadding:
      case TriggerAction::Kind::kBlockOutgoing:
        if (!delay) delay = ToDuration(delays_.Trigger());
        actions_[machine] = action;
        action_timers_.Set(machine, now + action.timeout + *delay);
        break;
      case TriggerAction::Kind::kUpdateTimer: {
        const base::Instant due = now + action.duration;
        const base::Instant current = internal_timers_.due(machine);
        if (action.replace || due > (current == kNever ? now : current)) {
          internal_timers_.Set(machine, due);
          queue_.Push({.at = now,
                       .machine = static_cast<std::uint16_t>(action.machine),
                       .rank = Rank::kTimerBegin});
        }
        break;
      }
    }
  }
  UpdateWake();
}

void Side::NoteBeginTold(base::Instant now) {
  if (now < begin_told_at_) return;
  begin_pending_ = false;
  UpdateWake();
}

QueuedEvent Side::ExpireTimer() {
  const std::size_t machine = internal_timers_.first();
  const base::Instant now = internal_timers_.next();
  internal_timers_.Clear(machine);
  UpdateWake();
  return {.at = now,
          .machine = static_cast<std::uint16_t>(machine),
          .rank = Rank::kTimerEnd};
}

QueuedEvent Side::ExpireAction() {
  const std::size_t machine = action_timers_.first();
  const base::Instant now = action_timers_.next();
  action_timers_.Clear(machine);
  const TriggerAction& action = actions_[machine];
  if (action.kind == TriggerAction::Kind::kBlockOutgoing) {
    return Block(action, now);
  }
  UpdateWake();
  return {.at = now,
          .integration_delay = delays_.Action(),
          .machine = static_cast<std::uint16_t>(action.machine),
          .rank = Rank::kPaddingSent,
          .padding = true,
          .bypass = action.bypass,
          .replace = action.replace};
}

// SOURCE: spec/maybenot.md section 5, "BlockOutgoing".
QueuedEvent Side::Block(const TriggerAction& action, base::Instant now) {
  const base::Instant until = now + action.duration;
  const IntegrationDelay delay = delays_.Action() + delays_.Reporting();
  const bool starts = !blocked() && (until > now || !strict_reference_);
  if (action.replace || starts || (blocked() && until > blocked_until_)) {
    blocked_until_ = until;
    blocking_bypassable_ = action.bypass;
    begin_pending_ = !strict_reference_;
    begin_told_at_ = now + ToDuration(delay);
  }
  UpdateWake();
  return {.at = now + ToDuration(delay),
          .integration_delay = delay,
          .machine = static_cast<std::uint16_t>(action.machine),
          .rank = Rank::kBlockingBegin};
}

QueuedEvent Side::EndBlocking() {
  const IntegrationDelay delay = delays_.Reporting();
  base::Instant told_at = blocked_until_ + ToDuration(delay);
  if (begin_pending_) told_at = std::max(told_at, begin_told_at_);
  blocked_until_ = kNever;
  begin_pending_ = false;
  UpdateWake();
  return {
      .at = told_at, .integration_delay = delay, .rank = Rank::kBlockingEnd};
}

}  // namespace maybenot::simulator
