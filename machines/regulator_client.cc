#include "machines/regulator_client.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "machines/parameter.h"
#include "machines/parts.h"
#include "machines/seal.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace machines {
namespace {

using maybenot::Event;
using maybenot::MachineSpec;

// Sends one packet for each `upload_ratio` received.
MachineSpec MakeLoop(double upload_ratio) {
  constexpr std::uint64_t kSetUp = 1, kCount = 2, kOneMore = 3, kSend = 4;
  const double whole = std::floor(upload_ratio);
  const float chance_of_one_more =
      static_cast<float>(upload_ratio - std::trunc(upload_ratio));
  maybenot::State count =
      MakeState({{Event::kTunnelRecv, kCount}}, {.counter_a = Decrement()});
  auto& when_counted =
      count.transitions[static_cast<std::size_t>(Event::kCounterZero)];
  when_counted = {{kSend, 1.0f - chance_of_one_more}};
  if (chance_of_one_more > 0) {
    when_counted->push_back({kOneMore, chance_of_one_more});
  }
  return AllUnlimited({
      MakeState({{Event::kNormalSent, kSetUp}}),
      MakeState({{Event::kTunnelRecv, kCount}},
                {.counter_a = Set(Exactly(whole))}),
      count,
      MakeState({{Event::kTunnelRecv, kSend}}),
      MakeState(
          {{Event::kTunnelSent, kCount}},
          {.action = PadThrough(Offset(0)), .counter_a = Set(Exactly(whole))}),
  });
}

// Opens the seal for a microsecond when a packet has waited for too long.
MachineSpec MakeQueue(double delay_cap_s) {
  constexpr std::uint64_t kIdle = 0, kWait = 1, kRelease = 2, kSealAgain = 3;
  return AllUnlimited({
      MakeState({{Event::kNormalSent, kWait}},
                {.action = maybenot::Cancel{maybenot::Timer::kAll}}),
      MakeState({{Event::kTunnelSent, kWait}, {Event::kTimerEnd, kRelease}},
                {.action = StartTimer(Offset(delay_cap_s * 1e6))}),
      MakeState({{Event::kBlockingEnd, kSealAgain}}, {.action = Unblock()}),
      MakeState({{Event::kBlockingBegin, kIdle}},
                {.action = Block({Offset(1), Offset(kLongestUs)})}),
  });
}

}  // namespace

absl::StatusOr<std::vector<maybenot::Machine>> BuildRegulatorClient(
    const RegulatorClientOptions& options) {
  const auto& all = kRegulatorClientParameters;
  RETURN_IF_ERROR(Check(all[0], options.upload_ratio));
  RETURN_IF_ERROR(Check(all[1], options.delay_cap_s));
  return Compile({MakeSeal(), MakeLoop(options.upload_ratio),
                  MakeQueue(options.delay_cap_s)});
}

}  // namespace machines
