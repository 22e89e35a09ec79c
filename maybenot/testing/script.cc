#include "maybenot/testing/script.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/random.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

Framework CreateOrDie(std::vector<MachineSpec> specs, Framework::Limits limits,
                      std::uint64_t seed, base::Instant now) {
  absl::StatusOr<Framework> framework =
      Framework::Create(specs::Compile(std::move(specs)), limits,
                        base::Random::FromSeed(seed), now);
  BASE_CHECK(framework.ok());
  return *std::move(framework);
}

}  // namespace

TriggerEvent PS(std::uint32_t machine) {
  return {Event::kPaddingSent, MachineId{machine}};
}
TriggerEvent BB(std::uint32_t machine) {
  return {Event::kBlockingBegin, MachineId{machine}};
}
TriggerEvent TB(std::uint32_t machine) {
  return {Event::kTimerBegin, MachineId{machine}};
}
TriggerEvent TE(std::uint32_t machine) {
  return {Event::kTimerEnd, MachineId{machine}};
}

TriggerAction Padding(std::uint32_t machine, std::int64_t timeout_us) {
  return {.kind = TriggerAction::Kind::kSendPadding,
          .machine = MachineId{machine},
          .timeout = base::Microseconds(timeout_us)};
}
TriggerAction Block(std::uint32_t machine, std::int64_t timeout_us,
                    std::int64_t duration_us, bool replace) {
  return {.kind = TriggerAction::Kind::kBlockOutgoing,
          .machine = MachineId{machine},
          .replace = replace,
          .timeout = base::Microseconds(timeout_us),
          .duration = base::Microseconds(duration_us)};
}
TriggerAction SetTimer(std::uint32_t machine, std::int64_t us) {
  return {.kind = TriggerAction::Kind::kUpdateTimer,
          .machine = MachineId{machine},
          .duration = base::Microseconds(us)};
}

void PrintTo(const TriggerAction& action, std::ostream* out) {
  constexpr const char* kKinds[] = {"cancel", "pad", "block", "timer"};
  *out << kKinds[static_cast<int>(action.kind)] << " of machine "
       << static_cast<std::uint32_t>(action.machine) << ", timer "
       << static_cast<int>(action.timer) << ", bypass " << action.bypass
       << ", replace " << action.replace << ", timeout "
       << action.timeout.count() << " ns, duration " << action.duration.count()
       << " ns";
}

Script::Script(std::vector<MachineSpec> specs, Framework::Limits limits,
               std::uint64_t seed)
    : framework_(CreateOrDie(std::move(specs), limits, seed, now_)) {}

std::vector<TriggerAction> Script::Call(std::vector<TriggerEvent> events) {
  const absl::Span<const TriggerAction> actions =
      framework_.TriggerEvents(events, now_);
  return {actions.begin(), actions.end()};
}

}  // namespace maybenot
