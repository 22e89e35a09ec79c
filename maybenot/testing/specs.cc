#include "maybenot/testing/specs.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "absl/status/statusor.h"
#include "base/check.h"

namespace maybenot::specs {
namespace {

StateBuilder Acts(Action action) {
  State state;
  state.action = std::move(action);
  return StateBuilder(std::move(state));
}

void SetLimit(Cancel&, const Dist&) { BASE_CHECK(false); }
template <typename Limited>
void SetLimit(Limited& action, const Dist& limit) {
  action.limit = limit;
}

}  // namespace

Dist Exactly(double value) { return {.type = Uniform{value, value}}; }

StateBuilder StateBuilder::On(Event event, std::uint64_t target) const {
  return On(event, std::vector<Trans>{{target, 1.0f}});
}

StateBuilder StateBuilder::On(Event event, std::vector<Trans> list) const {
  StateBuilder result = *this;
  result.state_.transitions[static_cast<std::size_t>(event)] = std::move(list);
  return result;
}

StateBuilder StateBuilder::Limit(double events) const {
  BASE_CHECK(state_.action.has_value());
  StateBuilder result = *this;
  std::visit([&](auto& action) { SetLimit(action, Exactly(events)); },
             *result.state_.action);
  return result;
}

StateBuilder StateBuilder::CounterA(Counter counter) const {
  StateBuilder result = *this;
  result.state_.counters[0] = std::move(counter);
  return result;
}

StateBuilder StateBuilder::CounterB(Counter counter) const {
  StateBuilder result = *this;
  result.state_.counters[1] = std::move(counter);
  return result;
}

StateBuilder Idle() { return StateBuilder(State{}); }

StateBuilder Pads(double timeout_us, Flags flags) {
  return Acts(SendPadding{.bypass = flags.bypass,
                          .replace = flags.replace,
                          .timeout = Exactly(timeout_us),
                          .limit = std::nullopt});
}

StateBuilder Blocks(BlockTimes times, Flags flags) {
  return Acts(BlockOutgoing{.bypass = flags.bypass,
                            .replace = flags.replace,
                            .timeout = Exactly(times.timeout_us),
                            .duration = Exactly(times.duration_us),
                            .limit = std::nullopt});
}

StateBuilder SetsTimer(double us, bool replace) {
  return Acts(UpdateTimer{
      .replace = replace, .duration = Exactly(us), .limit = std::nullopt});
}

StateBuilder Cancels(Timer timer) { return Acts(Cancel{.timer = timer}); }

MachineSpec Spec(std::initializer_list<StateBuilder> states) {
  MachineSpec spec;
  for (const StateBuilder& state : states) spec.states.push_back(state.state());
  return spec;
}

Machines Compile(std::vector<MachineSpec> specs) {
  std::vector<Machine> machines;
  for (const MachineSpec& spec : specs) {
    absl::StatusOr<Machine> machine = Machine::Create(spec);
    BASE_CHECK(machine.ok());
    machines.push_back(*std::move(machine));
  }
  return std::make_shared<const std::vector<Machine>>(std::move(machines));
}

}  // namespace maybenot::specs
