#include "machines/tamaraw.h"

#include <vector>

#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "machines/parameter.h"
#include "machines/parts.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"

namespace machines {
namespace {

using maybenot::Event;
using maybenot::MachineSpec;

// The number of packets is made a multiple of this.
constexpr double kMultiple = 100;

MachineSpec Padding(double interval_s) {
  return AllUnlimited({
      MakeState({{Event::kNormalSent, 1}}),
      MakeState({{Event::kBlockingBegin, 2}}, {.action = BlockForGood()}),
      MakeState({{Event::kBlockingEnd, 0}, {Event::kTunnelSent, 2}},
                {.action = PadThrough(Offset(1e6 * interval_s))}),
  });
}

MachineSpec SoftStop(double window_us) {
  constexpr int kFill = 1, kCount = 2, kWait = 3, kTail = 4, kEnd = 5;
  return AllUnlimited({
      MakeState({{Event::kBlockingBegin, kFill}}),
      MakeState({{Event::kTunnelSent, kCount},
                 {Event::kNormalSent, kWait},
                 {Event::kTimerEnd, kTail}},
                {.counter_a = Set(Offset(kMultiple))}),
      MakeState({{Event::kCounterZero, kFill},
                 {Event::kTunnelSent, kCount},
                 {Event::kNormalSent, kWait},
                 {Event::kTimerEnd, kTail}},
                {.counter_a = Decrement()}),
      MakeState({{Event::kNormalSent, kWait}, {Event::kTimerEnd, kTail}},
                {.action = StartTimer(Offset(window_us))}),
      MakeState({{Event::kPaddingSent, kTail}, {Event::kCounterZero, kEnd}},
                {.action = PadThrough(Offset(1)), .counter_a = Decrement()}),
      MakeState({{Event::kBlockingEnd, 0}}, {.action = Unblock()}),
  });
}

}  // namespace

absl::StatusOr<std::vector<maybenot::Machine>> BuildTamaraw(
    const TamarawOptions& options) {
  RETURN_IF_ERROR(Check(kTamarawParameters[0], options.interval_s));
  RETURN_IF_ERROR(Check(kTamarawParameters[1], options.stop_window_us));
  return Compile(
      {Padding(options.interval_s), SoftStop(options.stop_window_us)});
}

}  // namespace machines
