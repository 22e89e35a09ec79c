#include "maybenot/program.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
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

}  // namespace

Program::Program(const MachineSpec& spec)
    : limits_{.allowed_padding_packets = spec.allowed_padding_packets,
              .max_padding_frac = spec.max_padding_frac,
              .allowed_blocked =
                  SaturatingMicroseconds(spec.allowed_blocked_microsec),
              .max_blocking_frac = spec.max_blocking_frac} {
  list_begin_.push_back(0);
  Reserve(spec.states.size(), 0);
  for (const State& state : spec.states) {
    BeginState();
    if (state.action) SetAction(*state.action);
    for (std::size_t i = 0; i < state.counters.size(); ++i) {
      if (state.counters[i]) SetCounter(i, *state.counters[i]);
    }
    for (std::size_t event = 0; event < kEventCount; ++event) {
      if (!state.transitions[event]) continue;
      AddList(static_cast<Event>(event), *state.transitions[event]);
    }
  }
}

void Program::Reserve(std::size_t num_states, std::size_t num_dists) {
  states_.reserve(num_states);
  list_begin_.reserve(num_states * kEventCount + 1);
  samplers_.reserve(num_dists);
}

void Program::BeginState() {
  states_.emplace_back();
  list_begin_.insert(list_begin_.end(), kEventCount, list_begin_.back());
}

void Program::SetAction(const Action& action) {
  using Kind = TriggerAction::Kind;
  states_.back().action = static_cast<std::uint32_t>(actions_.size());
  ActionCode& code = actions_.emplace_back();
  if (const auto* cancel = std::get_if<Cancel>(&action)) {
    code.kind = Kind::kCancel;
    code.timer = cancel->timer;
  } else if (const auto* padding = std::get_if<SendPadding>(&action)) {
    code.kind = Kind::kSendPadding;
    code.bypass = padding->bypass;
    code.replace = padding->replace;
    code.timeout = AddSampler(padding->timeout);
    code.limit = AddSampler(padding->limit);
  } else if (const auto* block = std::get_if<BlockOutgoing>(&action)) {
    code.kind = Kind::kBlockOutgoing;
    code.bypass = block->bypass;
    code.replace = block->replace;
    code.timeout = AddSampler(block->timeout);
    code.duration = AddSampler(block->duration);
    code.limit = AddSampler(block->limit);
  } else if (const auto* timer = std::get_if<UpdateTimer>(&action)) {
    code.kind = Kind::kUpdateTimer;
    code.replace = timer->replace;
    code.duration = AddSampler(timer->duration);
    code.limit = AddSampler(timer->limit);
  }
}

void Program::SetCounter(std::size_t which, const Counter& counter) {
  StateCode& state = states_.back();
  if (state.counters == kNone) {
    state.counters = static_cast<std::uint32_t>(counters_.size());
    counters_.emplace_back();
  }
  counters_.back()[which] = {.used = true,
                             .operation = counter.operation,
                             .copy = counter.copy,
                             .value = AddSampler(counter.dist)};
}

void Program::AddList(Event event, absl::Span<const Trans> list) {
  float below = 0;
  for (const Trans& trans : list) {
    below += trans.probability;
    if (std::isnan(below)) break;
    edges_.push_back(
        {.below = below, .target = static_cast<StateIndex>(trans.state)});
  }
  const auto index = static_cast<std::size_t>(event);
  states_.back().event_mask |= static_cast<std::uint16_t>(1u << index);
  // It ends, and all lists after it are empty as yet.
  std::fill(
      list_begin_.end() - static_cast<std::ptrdiff_t>(kEventCount - index),
      list_begin_.end(), static_cast<std::uint32_t>(edges_.size()));
}

std::uint32_t Program::AddSampler(const Dist& dist) {
  samplers_.emplace_back(dist);
  return static_cast<std::uint32_t>(samplers_.size() - 1);
}

std::uint32_t Program::AddSampler(const std::optional<Dist>& dist) {
  return dist.has_value() ? AddSampler(*dist) : kNone;
}

}  // namespace maybenot
