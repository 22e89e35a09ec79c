#include "machines/regulator_server.h"

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "machines/parameter.h"
#include "machines/parts.h"
#include "machines/regulator_rate.h"
#include "machines/seal.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace machines {
namespace {

using maybenot::Event;
using maybenot::kStateEnd;
using maybenot::kStateSignal;
using maybenot::MachineSpec;

// Ten packets at ten a second, then the signal that starts the surge.
MachineSpec MakeBoot() {
  return AllUnlimited({
      MakeState({{Event::kBlockingBegin, 1}}),
      MakeState({{Event::kPaddingSent, 1},
                 {Event::kLimitReached, kStateSignal},
                 {Event::kBlockingEnd, kStateEnd}},
                {.action = PadThrough(Offset(1e6 / 10), Offset(10))}),
  });
}

// A machine hears no signal of its own, unless another answers it.
MachineSpec MakeEcho() {
  return AllUnlimited({MakeState({{Event::kSignal, kStateSignal}})});
}

// Counts packets that went out and were not queued before, which is padding;
// ends blocking when the budget is spent.
MachineSpec MakeBudget(double budget) {
  constexpr std::uint64_t kSetUp = 1, kQueued = 2, kSent = 3, kSpent = 4;
  return AllUnlimited({
      MakeState({{Event::kBlockingBegin, kSetUp}}),
      MakeState({{Event::kNormalSent, kQueued}, {Event::kTunnelSent, kSent}},
                {.counter_a = Set({.type = maybenot::Uniform{1, budget}})}),
      MakeState({{Event::kNormalSent, kQueued},
                 {Event::kTunnelSent, kSent},
                 {Event::kCounterZero, kSpent}},
                {.counter_a = Increment()}),
      MakeState({{Event::kNormalSent, kQueued},
                 {Event::kTunnelSent, kSent},
                 {Event::kCounterZero, kSpent}},
                {.counter_a = Decrement()}),
      MakeState(
          {{Event::kBlockingBegin, kStateSignal}, {Event::kSignal, kStateEnd}},
          {.action = Unblock()}),
  });
}

}  // namespace

absl::StatusOr<std::vector<maybenot::Machine>> BuildRegulatorServer(
    const RegulatorServerOptions& options) {
  const auto& all = kRegulatorServerParameters;
  RETURN_IF_ERROR(Check(all[0], options.initial_rate));
  RETURN_IF_ERROR(Check(all[1], options.decay));
  RETURN_IF_ERROR(Check(all[2], options.surge_ratio));
  RETURN_IF_ERROR(Check(all[3], options.padding_budget));
  RETURN_IF_ERROR(Check(all[4], options.bins));
  const DecayingRate rate = CutIntoBins({.initial_rate = options.initial_rate,
                                         .per_second = options.decay,
                                         .bins = options.bins});
  return Compile({MakeSeal(), MakeBoot(), MakeRate(rate),
                  MakeSurge(rate, options.surge_ratio), MakeEcho(),
                  MakeBudget(options.padding_budget), MakeBlockRate(rate)});
}

}  // namespace machines
