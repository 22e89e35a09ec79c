#include "maybenot/timers.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace maybenot {
namespace {

std::size_t Index(MachineId machine) {
  return static_cast<std::size_t>(machine);
}

}  // namespace

void Timers::SetAction(const TriggerAction& action, base::Instant now) {
  actions_[Index(action.machine)] = {base::SaturatingAdd(now, action.timeout),
                                     action};
}

bool Timers::UpdateInternal(const TriggerAction& update, base::Instant now) {
  std::optional<base::Instant>& timer = internal_[Index(update.machine)];
  const base::Instant due = base::SaturatingAdd(now, update.duration);
  if (!update.replace && due <= timer.value_or(now)) return false;
  timer = due;
  return true;
}

void Timers::Cancel(MachineId machine, Timer which) {
  if (which != Timer::kInternal) actions_[Index(machine)].reset();
  if (which != Timer::kAction) internal_[Index(machine)].reset();
}

void Timers::CancelAll() {
  std::fill(actions_.begin(), actions_.end(), std::nullopt);
  std::fill(internal_.begin(), internal_.end(), std::nullopt);
}

bool Timers::has_action() const {
  return std::any_of(actions_.begin(), actions_.end(),
                     [](const auto& pending) { return pending.has_value(); });
}

std::optional<base::Instant> Timers::Next() const {
  std::optional<base::Instant> next;
  const auto take = [&next](base::Instant due) {
    if (!next || due < *next) next = due;
  };
  for (const auto& due : internal_) {
    if (due) take(*due);
  }
  for (const auto& pending : actions_) {
    if (pending) take(pending->due);
  }
  return next;
}

Timers::Expired Timers::PopFirst() {
  const std::optional<base::Instant> next = Next();
  BASE_CHECK(next.has_value());
  for (std::size_t i = 0; i < internal_.size(); ++i) {
    if (internal_[i] != next) continue;
    internal_[i].reset();
    return {static_cast<MachineId>(i), std::nullopt};
  }
  const auto pending = std::find_if(
      actions_.begin(), actions_.end(),
      [&](const auto& p) { return p.has_value() && p->due == *next; });
  const TriggerAction action = std::exchange(*pending, std::nullopt)->action;
  return {action.machine, action};
}

}  // namespace maybenot
