#include "maybenot/framework.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/status_macros.h"

namespace maybenot {
namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

// SOURCE: spec/maybenot.md 2.9.
constexpr double kMaxSampledMicroseconds = 86'400'000'000;

constexpr std::uint16_t Bit(Event event) {
  return static_cast<std::uint16_t>(1u << static_cast<unsigned>(event));
}

// The events that count for one machine, for blocking or for a limit, whatever
// the states are.
constexpr std::uint16_t kAlwaysHeeded =
    Bit(Event::kPaddingSent) | Bit(Event::kBlockingBegin) |
    Bit(Event::kBlockingEnd) | Bit(Event::kTimerBegin);

// Truncates; what does not fit is the largest. Requires: x >= 0.
std::uint64_t Truncate(double x) {
  if (x >= 0x1.0p64) return std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(x);
}

std::uint64_t SaturatingAdd(std::uint64_t a, std::uint64_t b) {
  return a > std::numeric_limits<std::uint64_t>::max() - b
             ? std::numeric_limits<std::uint64_t>::max()
             : a + b;
}

base::Duration SampleTime(const Sampler& sampler, base::Random& random) {
  return base::Microseconds(static_cast<std::int64_t>(
      sampler.SampleRounded(kMaxSampledMicroseconds, random)));
}

std::uint64_t SampleLimit(const Program& program,
                          const Program::ActionCode& code,
                          base::Random& random) {
  if (code.limit == Program::kNone) return kNoLimit;
  return program.sampler(code.limit)
      .SampleRounded(std::numeric_limits<double>::infinity(), random);
}

// The edge to follow, or null. Draws once, even for a certain edge.
// SOURCE: spec/maybenot.md 2.3 step 2.
const Program::Edge* DrawEdge(absl::Span<const Program::Edge> edges,
                              base::Random& random) {
  constexpr std::size_t kMany = 32;  // From here on halving is the faster way.
  const float draw = base::UnitFloat(random);
  if (edges.size() < kMany) {
    for (const Program::Edge& edge : edges) {
      if (draw < edge.below) return &edge;
    }
    return nullptr;
  }
  const auto taken = std::partition_point(
      edges.begin(), edges.end(),
      [draw](const Program::Edge& edge) { return edge.below <= draw; });
  return taken == edges.end() ? nullptr : &*taken;
}

absl::Status CheckFraction(absl::string_view name, double value) {
  if (value >= 0 && value <= 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, ": ", value, " is not in [0, 1]"));
}

}  // namespace

absl::StatusOr<Framework> Framework::Create(Machines machines, Limits limits,
                                            base::Random random,
                                            base::Instant now) {
  BASE_CHECK(machines != nullptr);
  RETURN_IF_ERROR(CheckFraction("max_padding_frac", limits.max_padding_frac));
  RETURN_IF_ERROR(CheckFraction("max_blocking_frac", limits.max_blocking_frac));
  return Framework(std::move(machines), limits, random, now);
}

Framework::Framework(Machines machines, Limits limits, base::Random random,
                     base::Instant now)
    : now_(now),
      budget_(limits, now),
      random_(random),
      machines_(std::move(machines)) {
  runtimes_.reserve(machines_->size());
  for (const Machine& machine : *machines_) {
    const Program& program = machine.program();
    Runtime runtime{.program = &program, .event_mask = program.event_mask(0)};
    if (const Program::ActionCode* code = program.action(0)) {
      runtime.limit = SampleLimit(program, *code, random_);
    }
    runtimes_.push_back(runtime);
  }
  actions_.resize(runtimes_.size());
  UpdateHeeded();
}

void Framework::UpdateHeeded() {
  heeded_ = kAlwaysHeeded;
  for (const Runtime& runtime : runtimes_) heeded_ |= runtime.event_mask;
  heeded_changed_ = false;
}

// SOURCE: spec/maybenot.md 2.2.
absl::Span<const TriggerAction> Framework::HandleEvents(
    absl::Span<const TriggerEvent> events, base::Instant now) {
  if (any_scheduled_) {
    for (Runtime& runtime : runtimes_) runtime.scheduled = false;
    any_scheduled_ = false;
  }
  counter_zeroed_ = {};
  now_ = now;
  for (const TriggerEvent& event : events) {
    Count(event.event);
    if (Heeds(event.event)) Process(event);
  }
  if (signal_ != Signal::kNone) DeliverSignals();
  if (heeded_changed_) UpdateHeeded();
  if (!any_scheduled_) return {};
  return CollectActions();
}

void Framework::Process(const TriggerEvent& event) {
  const auto machine = static_cast<std::size_t>(event.machine);
  Runtime* const named =
      machine < runtimes_.size() ? &runtimes_[machine] : nullptr;
  switch (event.event) {
    case Event::kNormalRecv:
    case Event::kPaddingRecv:
    case Event::kTunnelRecv:
    case Event::kNormalSent:
    case Event::kTunnelSent:
      TransitionAll(event.event);
      return;
    case Event::kPaddingSent:
      budget_.CountPaddingSent();
      if (named == nullptr) return;
      named->padding_sent = SaturatingAdd(named->padding_sent, 1);
      if (!Transition(*named, event.event)) DecrementLimit(*named);
      return;
    case Event::kBlockingBegin:
      budget_.BeginBlocking(now_);
      for (Runtime& runtime : runtimes_) {
        if (!Transition(runtime, event.event) && &runtime == named) {
          DecrementLimit(runtime);
        }
      }
      return;
    case Event::kBlockingEnd:
      budget_.EndBlocking(now_);
      TransitionAll(event.event);
      return;
    case Event::kTimerBegin:
      if (named != nullptr && !Transition(*named, event.event)) {
        DecrementLimit(*named);
      }
      return;
    case Event::kTimerEnd:
      if (named != nullptr) Transition(*named, event.event);
      return;
    case Event::kLimitReached:
    case Event::kCounterZero:
    case Event::kSignal:
      return;
  }
}

void Framework::TransitionAll(Event event) {
  for (Runtime& runtime : runtimes_) Transition(runtime, event);
}

inline bool Framework::Transition(Runtime& runtime, Event event) {
  const unsigned mask = runtime.event_mask;
  if ((mask >> static_cast<unsigned>(event) & 1u) == 0) return false;
  return Follow(runtime, event);
}

// SOURCE: spec/maybenot.md 2.3.
bool Framework::Follow(Runtime& runtime, Event event) {
  const Program& program = *runtime.program;
  const Program::StateIndex from = runtime.state;
  const Program::Edge* edge = DrawEdge(program.edges(from, event), random_);
  if (edge == nullptr) return false;
  const Program::StateIndex to = edge->target;
  if (to == Program::kEnd) {
    End(runtime);
    return true;
  }
  if (to == Program::kSignal) {
    RaiseSignal(runtime);
    return false;
  }
  if (to != from) Enter(runtime, to);

  const Program::ActionCode* action = program.action(to);
  const bool below = action != nullptr && IsBelowLimits(runtime, *action);
  bool changed = false;
  bool free = true;
  const Program::CounterPair* counters = program.counters(to);
  if (counters != nullptr && UpdateCounters(runtime, *counters)) {
    changed = Transition(runtime, Event::kCounterZero);
    // What the recursion or an earlier event of this call has scheduled stays.
    free = !runtime.scheduled;
  }
  if (below && free) Schedule(runtime, *action);
  return changed || runtime.state != from;
}

void Framework::RaiseSignal(const Runtime& runtime) {
  if (signal_ == Signal::kNone) {
    signal_ = Signal::kAllExcept;
    signal_excluded_ = IndexOf(runtime);
  } else {
    signal_ = Signal::kAll;
  }
}

// A response to "all except me" reaches who asked, once; a response to "all"
// is dropped; one that the last delivery provokes waits for the next call.
// SOURCE: spec/maybenot.md 2.4.
void Framework::DeliverSignals() {
  const bool all = signal_ == Signal::kAll;
  Runtime& excluded = runtimes_[signal_excluded_];
  signal_ = Signal::kNone;
  for (Runtime& runtime : runtimes_) {
    if (all || &runtime != &excluded) Transition(runtime, Event::kSignal);
  }
  const bool answered = signal_ != Signal::kNone;
  signal_ = Signal::kNone;
  if (answered && !all) Transition(excluded, Event::kSignal);
}

void Framework::Enter(Runtime& runtime, Program::StateIndex state) {
  const Program& program = *runtime.program;
  runtime.state = state;
  runtime.event_mask = program.event_mask(state);
  heeded_ |= runtime.event_mask;
  heeded_changed_ = true;
  const Program::ActionCode* code = program.action(state);
  runtime.limit =
      code == nullptr ? kNoLimit : SampleLimit(program, *code, random_);
}

void Framework::End(Runtime& runtime) {
  runtime.state = Program::kEnd;
  runtime.event_mask = 0;
  heeded_changed_ = true;
  ++ended_;
}

// SOURCE: spec/maybenot.md 2.5.
void Framework::DecrementLimit(Runtime& runtime) {
  if (runtime.state == Program::kEnd) return;
  if (runtime.limit > 0) --runtime.limit;
  if (runtime.limit > 0) return;
  const Program::ActionCode* code = runtime.program->action(runtime.state);
  if (code == nullptr || code->limit == Program::kNone) return;
  runtime.scheduled = false;
  Transition(runtime, Event::kLimitReached);
}

// SOURCE: spec/maybenot.md 2.7.
bool Framework::UpdateCounters(Runtime& runtime,
                               const Program::CounterPair& codes) {
  const std::array<std::uint64_t, 2> before = runtime.counters;
  bool zeroed = false;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const Program::CounterCode& code = codes[i];
    if (!code.used) continue;
    std::uint64_t change = 1;
    if (code.copy) {
      change = before[1 - i];
    } else if (code.value != Program::kNone) {
      change = Truncate(runtime.program->sampler(code.value).Sample(random_));
    }
    std::uint64_t& value = runtime.counters[i];
    switch (code.operation) {
      case Operation::kIncrement:
        value = SaturatingAdd(value, change);
        break;
      case Operation::kDecrement:
        value -= std::min(value, change);
        break;
      case Operation::kSet:
        value = change;
        break;
    }
    if (before[i] != 0 && value == 0 && !counter_zeroed_[i]) {
      counter_zeroed_[i] = true;
      zeroed = true;
    }
  }
  return zeroed;
}

// The order of the draws is the reference's: timeout, then duration.
void Framework::Schedule(Runtime& runtime, const Program::ActionCode& code) {
  const Program& program = *runtime.program;
  const std::uint32_t machine = IndexOf(runtime);
  TriggerAction& action = actions_[machine];
  action = {.kind = code.kind,
            .machine = MachineId{machine},
            .timer = code.timer,
            .bypass = code.bypass,
            .replace = code.replace};
  if (code.timeout != Program::kNone) {
    action.timeout = SampleTime(program.sampler(code.timeout), random_);
  }
  if (code.duration != Program::kNone) {
    action.duration = SampleTime(program.sampler(code.duration), random_);
  }
  runtime.scheduled = true;
  any_scheduled_ = true;
}

absl::Span<const TriggerAction> Framework::CollectActions() {
  std::size_t count = 0;
  for (std::size_t i = 0; i < runtimes_.size(); ++i) {
    if (!runtimes_[i].scheduled) continue;
    if (count != i) actions_[count] = actions_[i];
    ++count;
  }
  return absl::MakeConstSpan(actions_.data(), count);
}

bool Framework::IsBelowLimits(const Runtime& runtime,
                              const Program::ActionCode& code) const {
  const Budget::Share share{.limits = runtime.program->limits(),
                            .padding_sent = runtime.padding_sent,
                            .state_limit = runtime.limit};
  switch (code.kind) {
    case TriggerAction::Kind::kCancel:
      return true;
    case TriggerAction::Kind::kSendPadding:
      return budget_.AllowsPadding(share);
    case TriggerAction::Kind::kBlockOutgoing:
      return budget_.AllowsBlocking(share, code.replace, now_);
    case TriggerAction::Kind::kUpdateTimer:
      return runtime.limit > 0;
  }
  return false;
}

}  // namespace maybenot
