#include "maybenot/testing/framework_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <variant>

#include "maybenot/dist.h"
#include "maybenot/sampler.h"
#include "maybenot/state.h"

namespace maybenot {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

std::uint64_t Add(std::uint64_t a, std::uint64_t b) {
  return a > kMost - b ? kMost : a + b;
}

base::Duration Since(base::Instant earlier, base::Instant later) {
  return earlier < later ? later - earlier : base::Duration(0);
}

base::Duration Add(base::Duration a, base::Duration b) {
  return a > base::Duration::max() - b ? base::Duration::max() : a + b;
}

// Requires: x >= 0.
std::uint64_t ToInteger(double x) {
  return x >= std::ldexp(1.0, 64) ? kMost : static_cast<std::uint64_t>(x);
}

double Draw(const Dist& dist, base::Random& random) {
  return Sampler(dist).Sample(random);
}

// SOURCE: spec/maybenot.md 2.9.
base::Duration DrawTime(const Dist& dist, base::Random& random) {
  const double day = 24.0 * 60 * 60 * 1e6;
  const double us = std::round(std::min(Draw(dist, random), day));
  return base::Microseconds(static_cast<std::int64_t>(us));
}

const std::optional<Dist>* LimitOf(const Action& action) {
  if (const auto* padding = std::get_if<SendPadding>(&action)) {
    return &padding->limit;
  }
  if (const auto* blocking = std::get_if<BlockOutgoing>(&action)) {
    return &blocking->limit;
  }
  if (const auto* timer = std::get_if<UpdateTimer>(&action)) {
    return &timer->limit;
  }
  return nullptr;  // Cancel has none.
}

}  // namespace

FrameworkModel::FrameworkModel(std::vector<MachineSpec> machines,
                               Framework::Limits limits, base::Random random,
                               base::Instant now)
    : limits_(limits), random_(random), start_(now), now_(now) {
  for (MachineSpec& spec : machines) {
    Runtime runtime;
    runtime.spec = std::move(spec);
    if (runtime.spec.states[0].action) {
      runtime.state_limit = SampleLimit(runtime);
    }
    runtimes_.push_back(std::move(runtime));
  }
}

bool FrameworkModel::all_machines_ended() const {
  return std::all_of(
      runtimes_.begin(), runtimes_.end(),
      [](const Runtime& runtime) { return runtime.state == kStateEnd; });
}

std::vector<TriggerAction> FrameworkModel::TriggerEvents(
    absl::Span<const TriggerEvent> events, base::Instant now) {
  for (Runtime& runtime : runtimes_) runtime.slot.reset();
  zeroed_once_ = {false, false};
  now_ = now;
  for (const TriggerEvent& event : events) Process(event);
  DeliverSignals();
  std::vector<TriggerAction> actions;
  for (const Runtime& runtime : runtimes_) {
    if (runtime.slot) actions.push_back(*runtime.slot);
  }
  return actions;
}

// The table of spec/maybenot.md 2.2, a row a case.
void FrameworkModel::Process(const TriggerEvent& event) {
  const auto named = static_cast<std::size_t>(event.machine);
  const bool exists = named < runtimes_.size();
  switch (event.event) {
    case Event::kNormalRecv:
    case Event::kPaddingRecv:
    case Event::kTunnelRecv:
    case Event::kTunnelSent:
      for (std::size_t m = 0; m < runtimes_.size(); ++m) {
        Transition(m, event.event);
      }
      return;
    case Event::kNormalSent:
      normal_sent_ = Add(normal_sent_, std::uint64_t{1});
      for (std::size_t m = 0; m < runtimes_.size(); ++m) {
        runtimes_[m].normal_sent =
            Add(runtimes_[m].normal_sent, std::uint64_t{1});
        Transition(m, event.event);
      }
      return;
    case Event::kPaddingSent:
      padding_sent_ = Add(padding_sent_, std::uint64_t{1});
      if (!exists) return;
      runtimes_[named].padding_sent =
          Add(runtimes_[named].padding_sent, std::uint64_t{1});
      if (!Transition(named, event.event)) Decrement(named);
      return;
    case Event::kBlockingBegin:
      if (!blocking_since_) blocking_since_ = now_;
      for (std::size_t m = 0; m < runtimes_.size(); ++m) {
        const bool changed = Transition(m, event.event);
        if (m == named && !changed) Decrement(m);
      }
      return;
    case Event::kBlockingEnd: {
      const base::Duration lasted =
          blocking_since_ ? Since(*blocking_since_, now_) : base::Duration(0);
      blocked_ = Add(blocked_, lasted);
      blocking_since_.reset();
      for (std::size_t m = 0; m < runtimes_.size(); ++m) {
        runtimes_[m].blocked = Add(runtimes_[m].blocked, lasted);
        Transition(m, event.event);
      }
      return;
    }
    case Event::kTimerBegin:
      if (exists && !Transition(named, event.event)) Decrement(named);
      return;
    case Event::kTimerEnd:
      if (exists) Transition(named, event.event);
      return;
    default:  // Internal, or no event at all.
      return;
  }
}

// SOURCE: spec/maybenot.md 2.4.
void FrameworkModel::DeliverSignals() {
  if (!signal_pending_) return;
  const std::optional<std::size_t> excluded = signal_excluded_;
  signal_pending_ = false;
  for (std::size_t m = 0; m < runtimes_.size(); ++m) {
    if (m != excluded) Transition(m, Event::kSignal);
  }
  if (!signal_pending_) return;
  signal_pending_ = false;
  if (excluded) Transition(*excluded, Event::kSignal);
}

// SOURCE: spec/maybenot.md 2.3.
bool FrameworkModel::Transition(std::size_t machine, Event event) {
  Runtime& runtime = runtimes_[machine];
  if (runtime.state == kStateEnd) return false;
  const std::uint64_t before = runtime.state;
  const std::optional<std::vector<Trans>>& list =
      runtime.spec.states[before].transitions[static_cast<std::size_t>(event)];
  if (!list) return false;

  const float draw = base::UnitFloat(random_);
  float sum = 0;
  std::optional<std::uint64_t> target;
  for (const Trans& trans : *list) {
    sum += trans.probability;
    if (draw < sum) {
      target = trans.state;
      break;
    }
  }
  if (!target) return false;
  if (*target == kStateEnd) {
    runtime.state = kStateEnd;
    return true;
  }
  if (*target == kStateSignal) {
    signal_excluded_ = signal_pending_ ? std::nullopt : std::optional(machine);
    signal_pending_ = true;
    return false;
  }

  if (*target != before) {
    runtime.state = *target;
    runtime.state_limit = SampleLimit(runtime);
  }
  const std::optional<Action>& action = runtime.spec.states[*target].action;
  const bool below = IsBelow(runtime);
  bool recursion_changed = false;
  bool may_schedule = true;
  if (UpdateCounters(runtime)) {
    recursion_changed = Transition(machine, Event::kCounterZero);
    may_schedule = !runtime.slot;
  }
  if (below && may_schedule) runtime.slot = Sample(machine, *action);
  return recursion_changed || runtime.state != before;
}

// SOURCE: spec/maybenot.md 2.5.
void FrameworkModel::Decrement(std::size_t machine) {
  Runtime& runtime = runtimes_[machine];
  if (runtime.state == kStateEnd) return;
  if (runtime.state_limit > 0) --runtime.state_limit;
  const std::optional<Action>& action =
      runtime.spec.states[runtime.state].action;
  if (!action || runtime.state_limit > 0) return;
  const std::optional<Dist>* limit = LimitOf(*action);
  if (limit == nullptr || !*limit) return;
  runtime.slot.reset();
  Transition(machine, Event::kLimitReached);
}

// SOURCE: spec/maybenot.md 2.5; of the state that the machine is in.
std::uint64_t FrameworkModel::SampleLimit(const Runtime& runtime) {
  const std::optional<Action>& action =
      runtime.spec.states[runtime.state].action;
  if (!action) return kMost;
  const std::optional<Dist>* limit = LimitOf(*action);
  if (limit == nullptr || !*limit) return kMost;
  return ToInteger(std::round(Draw(**limit, random_)));
}

// SOURCE: spec/maybenot.md 2.7.
bool FrameworkModel::UpdateCounters(Runtime& runtime) {
  const std::array<std::uint64_t, 2> before = runtime.counters;
  std::array<bool, 2> zeroed = {};
  for (std::size_t letter = 0; letter < zeroed.size(); ++letter) {
    const std::optional<Counter>& counter =
        runtime.spec.states[runtime.state].counters[letter];
    if (!counter) continue;
    std::uint64_t change = 1;
    if (counter->copy) {
      change = before[1 - letter];
    } else if (counter->dist) {
      change = ToInteger(Draw(*counter->dist, random_));
    }
    std::uint64_t after = change;
    if (counter->operation == Operation::kIncrement) {
      after = Add(before[letter], change);
    } else if (counter->operation == Operation::kDecrement) {
      after = before[letter] > change ? before[letter] - change : 0;
    }
    runtime.counters[letter] = after;
    zeroed[letter] = before[letter] != 0 && after == 0 && !zeroed_once_[letter];
    zeroed_once_[letter] = zeroed_once_[letter] || zeroed[letter];
  }
  return zeroed[0] || zeroed[1];
}

std::optional<TriggerAction> FrameworkModel::Sample(std::size_t machine,
                                                    const Action& action) {
  using Kind = TriggerAction::Kind;
  TriggerAction sampled{.kind = Kind::kCancel,
                        .machine = static_cast<MachineId>(machine)};
  if (const auto* cancel = std::get_if<Cancel>(&action)) {
    sampled.timer = cancel->timer;
  } else if (const auto* padding = std::get_if<SendPadding>(&action)) {
    sampled.kind = Kind::kSendPadding;
    sampled.bypass = padding->bypass;
    sampled.replace = padding->replace;
    sampled.timeout = DrawTime(padding->timeout, random_);
  } else if (const auto* blocking = std::get_if<BlockOutgoing>(&action)) {
    sampled.kind = Kind::kBlockOutgoing;
    sampled.bypass = blocking->bypass;
    sampled.replace = blocking->replace;
    sampled.timeout = DrawTime(blocking->timeout, random_);
    sampled.duration = DrawTime(blocking->duration, random_);
  } else if (const auto* timer = std::get_if<UpdateTimer>(&action)) {
    sampled.kind = Kind::kUpdateTimer;
    sampled.replace = timer->replace;
    sampled.duration = DrawTime(timer->duration, random_);
  }
  return sampled;
}

// SOURCE: spec/maybenot.md 2.6; of the state that the machine is in.
bool FrameworkModel::IsBelow(const Runtime& runtime) const {
  const std::optional<Action>& action =
      runtime.spec.states[runtime.state].action;
  if (!action) return false;
  if (std::holds_alternative<Cancel>(*action)) return true;
  if (std::holds_alternative<SendPadding>(*action)) {
    return PaddingIsBelow(runtime);
  }
  if (const auto* blocking = std::get_if<BlockOutgoing>(&*action)) {
    return BlockingIsBelow(runtime, blocking->replace);
  }
  return runtime.state_limit > 0;
}

bool FrameworkModel::PaddingIsBelow(const Runtime& runtime) const {
  const MachineSpec& spec = runtime.spec;
  if (runtime.padding_sent < spec.allowed_padding_packets) {
    return runtime.state_limit > 0;
  }
  const std::array<std::array<double, 3>, 2> checks = {{
      {spec.max_padding_frac, static_cast<double>(runtime.padding_sent),
       static_cast<double>(runtime.normal_sent + runtime.padding_sent)},
      {limits_.max_padding_frac, static_cast<double>(padding_sent_),
       static_cast<double>(normal_sent_ + padding_sent_)},
  }};
  for (const auto& [max, padding, total] : checks) {
    if (!(max > 0)) continue;
    if (total == 0) return true;
    if (padding / total >= max) return false;
  }
  return runtime.state_limit > 0;
}

bool FrameworkModel::BlockingIsBelow(const Runtime& runtime,
                                     bool replace) const {
  if (replace && blocking_since_) return runtime.state_limit > 0;
  const base::Duration running =
      blocking_since_ ? Since(*blocking_since_, now_) : base::Duration(0);
  const base::Duration own = Add(runtime.blocked, running);
  const base::Duration all = Add(blocked_, running);
  const MachineSpec& spec = runtime.spec;
  // In microseconds, rounded down: allowances are whole ones, and can be
  // longer than any Duration.
  const auto own_us = static_cast<std::uint64_t>(own.count() / 1000);
  if (own_us < spec.allowed_blocked_microsec) return runtime.state_limit > 0;
  const auto elapsed = static_cast<double>(Since(start_, now_).count());
  if (spec.max_blocking_frac > 0 &&
      static_cast<double>(own.count()) / elapsed >= spec.max_blocking_frac) {
    return false;
  }
  if (limits_.max_blocking_frac > 0 &&
      static_cast<double>(all.count()) / elapsed >= limits_.max_blocking_frac) {
    return false;
  }
  return runtime.state_limit > 0;
}

}  // namespace maybenot
