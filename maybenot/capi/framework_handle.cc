#include "maybenot/capi/framework_handle.h"

#include <time.h>

#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "maybenot/action.h"
#include "maybenot/capi/convert.h"
#include "maybenot/capi/guard.h"
#include "maybenot/capi/machine_list.h"
#include "maybenot/machine.h"

namespace maybenot::capi {

std::uint64_t MonotonicNs() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(now.tv_nsec);
}

base::Instant Clock::Now() const {
  return InstantOf(clock_ == nullptr ? MonotonicNs() : clock_(context_));
}

}  // namespace maybenot::capi

using maybenot::TriggerAction;
using maybenot::capi::Clock;
using maybenot::capi::Fail;
using maybenot::capi::Randomness;

MaybenotFramework::MaybenotFramework(Randomness randomness,
                                     maybenot::Framework framework, Clock clock)
    : randomness_(std::move(randomness)),
      framework_(std::move(framework)),
      clock_(clock) {}

MaybenotResult MaybenotFramework::Start(const char* machines_str,
                                        const MaybenotOptions& options,
                                        MaybenotFramework** out) {
  maybenot::Machines machines;
  const MaybenotResult parsed =
      maybenot::capi::ParseMachineList(machines_str, machines);
  if (parsed != MaybenotResult_Ok) return parsed;
  Randomness randomness(options.seeded != 0
                            ? std::optional<std::uint64_t>(options.seed)
                            : std::nullopt);
  const Clock clock(options.clock, options.clock_context);
  absl::StatusOr<maybenot::Framework> framework = maybenot::Framework::Create(
      std::move(machines),
      {.max_padding_frac = options.max_padding_frac,
       .max_blocking_frac = options.max_blocking_frac},
      randomness.Generator(), clock.Now());
  if (!framework.ok()) {
    return Fail(MaybenotResult_StartFramework, framework.status().message());
  }
  *out = new MaybenotFramework(std::move(randomness), *std::move(framework),
                               clock);
  return MaybenotResult_Ok;
}

MaybenotResult MaybenotFramework::OnEvents(
    absl::Span<const MaybenotEvent> given, MaybenotAction* actions,
    std::uintptr_t& num_actions) {
  events_.resize(given.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (!maybenot::capi::FromC(given[i], events_[i])) {
      return Fail(MaybenotResult_UnknownEvent,
                  absl::StrCat("events[", i, "].event_type is ",
                               given[i].event_type, ": must be in [0, 9]"));
    }
  }
  const base::Instant now = clock_.Now();
  const absl::Span<const TriggerAction> triggered =
      framework_.TriggerEvents(events_, now);
  ++statistics.calls;
  statistics.events += events_.size();
  if (rate_.has_value() && IsOverRate(triggered.size(), now)) {
    statistics.dropped += triggered.size();
    return MaybenotResult_Ok;
  }
  for (const TriggerAction& action : triggered) {
    maybenot::capi::ToC(action, *actions);
    ++actions;
    Count(action);
  }
  num_actions = triggered.size();
  return MaybenotResult_Ok;
}

void MaybenotFramework::SetRateLimit(double max_actions_per_second) {
  max_actions_per_second_ = max_actions_per_second;
  if (max_actions_per_second == std::numeric_limits<double>::infinity()) {
    rate_.reset();
  } else if (!rate_.has_value()) {
    rate_.emplace(clock_.Now());
  }
}

bool MaybenotFramework::IsOverRate(std::size_t actions, base::Instant now) {
  if (!rate_->Admit(max_actions_per_second_, now)) return true;
  rate_->Count(actions);
  return false;
}

void MaybenotFramework::Count(const TriggerAction& action) {
  switch (action.kind) {
    case TriggerAction::Kind::kCancel:
      ++statistics.cancels;
      return;
    case TriggerAction::Kind::kSendPadding:
      ++statistics.paddings;
      return;
    case TriggerAction::Kind::kBlockOutgoing:
      ++statistics.blockings;
      return;
    case TriggerAction::Kind::kUpdateTimer:
      ++statistics.timers;
      return;
  }
}
