#include "machines/parts.h"

#include <cstddef>
#include <initializer_list>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "machines/parameter.h"
#include "maybenot/dist.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace machines {

using maybenot::Action;
using maybenot::Counter;
using maybenot::Dist;
using maybenot::Machine;
using maybenot::MachineSpec;
using maybenot::State;

Dist Offset(double value) {
  return {.type = maybenot::Uniform{0, 0}, .start = value};
}

Dist Exactly(double value) { return {.type = maybenot::Uniform{value, value}}; }

State MakeState(std::initializer_list<Edge> edges, Extras extras) {
  State state;
  state.action = std::move(extras.action);
  state.counters[0] = std::move(extras.counter_a);
  for (const Edge& edge : edges) {
    state.transitions[static_cast<std::size_t>(edge.event)] = {{edge.to, 1}};
  }
  return state;
}

Action Pad(Dist timeout, std::optional<Dist> limit) {
  return maybenot::SendPadding{.bypass = false,
                               .replace = false,
                               .timeout = timeout,
                               .limit = std::move(limit)};
}

Action PadThrough(Dist timeout, std::optional<Dist> limit) {
  return maybenot::SendPadding{.bypass = true,
                               .replace = true,
                               .timeout = timeout,
                               .limit = std::move(limit)};
}

Action Block(BlockTimes times, std::optional<Dist> limit) {
  return maybenot::BlockOutgoing{.bypass = true,
                                 .replace = true,
                                 .timeout = times.timeout,
                                 .duration = times.duration,
                                 .limit = std::move(limit)};
}

Action BlockForGood() { return Block({Offset(0), Exactly(kLongestUs)}); }

Action Unblock() { return Block({Offset(0), Offset(0)}); }

Action StartTimer(Dist duration) {
  return maybenot::UpdateTimer{
      .replace = true, .duration = duration, .limit = std::nullopt};
}

Counter Set(Dist value) {
  return {.operation = maybenot::Operation::kSet, .dist = value};
}

Counter Increment() {
  return {.operation = maybenot::Operation::kIncrement, .dist = std::nullopt};
}

Counter Decrement() {
  return {.operation = maybenot::Operation::kDecrement, .dist = std::nullopt};
}

absl::StatusOr<std::vector<Machine>> Compile(std::vector<MachineSpec> specs) {
  std::vector<Machine> machines;
  for (const MachineSpec& spec : specs) {
    ASSIGN_OR_RETURN(Machine machine, Machine::Create(spec));
    machines.push_back(std::move(machine));
  }
  return machines;
}

MachineSpec PaddingUnlimited(std::vector<State> states) {
  return {.allowed_padding_packets = std::numeric_limits<std::uint64_t>::max(),
          .states = std::move(states)};
}

MachineSpec AllUnlimited(std::vector<State> states) {
  MachineSpec spec = PaddingUnlimited(std::move(states));
  spec.allowed_blocked_microsec = std::numeric_limits<std::uint64_t>::max();
  return spec;
}

}  // namespace machines
