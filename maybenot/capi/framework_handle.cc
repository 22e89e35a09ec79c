#include "maybenot/capi/framework_handle.h"

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

base::Instant Clock::Now() const {
  return InstantOf(clock_ == nullptr ? maybenot_monotonic_ns()
                                     : clock_(context_));
}

}  // namespace maybenot::capi

using maybenot::TriggerAction;
using maybenot::capi::Clock;
using maybenot::capi::Fail;
using maybenot::capi::Randomness;

MaybenotFramework::MaybenotFramework(Randomness randomness,
                                     maybenot::Framework framework, Clock clock,
                                     base::Instant now)
    : randomness_(std::move(randomness)),
      framework_(std::move(framework), now),
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
  const base::Instant now = clock.Now();
  absl::StatusOr<maybenot::Framework> framework = maybenot::Framework::Create(
      std::move(machines),
      {.max_padding_frac = options.max_padding_frac,
       .max_blocking_frac = options.max_blocking_frac},
      randomness.Generator(), now);
  if (!framework.ok()) {
    return Fail(MaybenotResult_StartFramework, framework.status().message());
  }
  *out = new MaybenotFramework(std::move(randomness), *std::move(framework),
                               clock, now);
  return MaybenotResult_Ok;
}

MaybenotResult MaybenotFramework::OnEvents(
    absl::Span<const MaybenotEvent> given, MaybenotAction* actions,
    std::uintptr_t& num_actions) {
  events_.clear();
  for (const MaybenotEvent& event : given) {
    const std::optional<maybenot::TriggerEvent> known =
        maybenot::capi::FromC(event);
    if (!known.has_value()) {
      return Fail(MaybenotResult_UnknownEvent,
                  absl::StrCat("events[", events_.size(), "].event_type is ",
                               event.event_type, ": must be in [0, 9]"));
    }
    events_.push_back(*known);
  }
  std::uintptr_t count = 0;
  for (const TriggerAction& action : framework_.TriggerEvents(
           events_, max_actions_per_second, clock_.Now())) {
    maybenot::capi::ToC(action, actions[count]);
    ++count;
    Count(action);
  }
  num_actions = count;
  ++statistics.calls;
  statistics.events += events_.size();
  statistics.dropped = framework_.dropped();
  return MaybenotResult_Ok;
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
