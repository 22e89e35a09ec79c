#include "maybenot/program.h"

#include <cmath>
#include <limits>
#include <optional>
#include <variant>

#include "maybenot/machine_spec.h"

namespace maybenot {
namespace {

// A u64 of microseconds as a Duration; what does not fit becomes the longest.
base::Duration SaturatingMicroseconds(std::uint64_t us) {
  constexpr auto kMost =
      static_cast<std::uint64_t>(base::Duration::max().count() / 1000);
  if (us > kMost) return base::Duration::max();
  return base::Microseconds(static_cast<std::int64_t>(us));
}

std::uint32_t AddSampler(const std::optional<Dist>& dist,
                         std::vector<Sampler>& samplers) {
  if (!dist.has_value()) return Program::kNone;
  samplers.emplace_back(*dist);
  return static_cast<std::uint32_t>(samplers.size() - 1);
}

Program::ActionCode Compile(const Action& action,
                            std::vector<Sampler>& samplers) {
  using Kind = TriggerAction::Kind;
  if (const auto* cancel = std::get_if<Cancel>(&action)) {
    return {.kind = Kind::kCancel, .timer = cancel->timer};
  }
  if (const auto* padding = std::get_if<SendPadding>(&action)) {
    return {.kind = Kind::kSendPadding,
            .bypass = padding->bypass,
            .replace = padding->replace,
            .timeout = AddSampler(padding->timeout, samplers),
            .limit = AddSampler(padding->limit, samplers)};
  }
  if (const auto* block = std::get_if<BlockOutgoing>(&action)) {
    return {.kind = Kind::kBlockOutgoing,
            .bypass = block->bypass,
            .replace = block->replace,
            .timeout = AddSampler(block->timeout, samplers),
            .duration = AddSampler(block->duration, samplers),
            .limit = AddSampler(block->limit, samplers)};
  }
  const auto& timer = std::get<UpdateTimer>(action);
  return {.kind = Kind::kUpdateTimer,
          .replace = timer.replace,
          .duration = AddSampler(timer.duration, samplers),
          .limit = AddSampler(timer.limit, samplers)};
}

Program::CounterPair Compile(
    const std::array<std::optional<Counter>, 2>& counters,
    std::vector<Sampler>& samplers) {
  Program::CounterPair pair;
  for (std::size_t i = 0; i < counters.size(); ++i) {
    if (!counters[i].has_value()) continue;
    pair[i] = {.used = true,
               .operation = counters[i]->operation,
               .copy = counters[i]->copy,
               .value = AddSampler(counters[i]->dist, samplers)};
  }
  return pair;
}

}  // namespace

Program::Program(const MachineSpec& spec)
    : limits_{.allowed_padding_packets = spec.allowed_padding_packets,
              .max_padding_frac = spec.max_padding_frac,
              .allowed_blocked =
                  SaturatingMicroseconds(spec.allowed_blocked_microsec),
              .max_blocking_frac = spec.max_blocking_frac} {
  states_.reserve(spec.states.size());
  list_begin_.reserve(spec.states.size() * kEventCount + 1);
  list_begin_.push_back(0);
  for (const State& state : spec.states) {
    StateCode code;
    if (state.action.has_value()) {
      code.action = static_cast<std::uint32_t>(actions_.size());
      actions_.push_back(Compile(*state.action, samplers_));
    }
    if (state.counters[0].has_value() || state.counters[1].has_value()) {
      code.counters = static_cast<std::uint32_t>(counters_.size());
      counters_.push_back(Compile(state.counters, samplers_));
    }
    for (std::size_t event = 0; event < kEventCount; ++event) {
      if (state.transitions[event].has_value()) {
        code.event_mask |= static_cast<std::uint16_t>(1u << event);
        AddList(*state.transitions[event]);
      }
      list_begin_.push_back(static_cast<std::uint32_t>(edges_.size()));
    }
    states_.push_back(code);
  }
}

void Program::AddList(const std::vector<Trans>& list) {
  float below = 0;
  for (const Trans& trans : list) {
    below += trans.probability;
    if (std::isnan(below)) return;
    edges_.push_back(
        {.below = below, .target = static_cast<StateIndex>(trans.state)});
  }
}

}  // namespace maybenot
