#include "machines/generation/random_state.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <variant>
#include <vector>

#include "absl/types/span.h"
#include "base/random.h"
#include "base/sample/bernoulli.h"
#include "base/sample/shuffle.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "machines/generation/dist_draws.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace generation {
namespace {

using maybenot::Action;
using maybenot::Counter;
using maybenot::Event;
using maybenot::State;
using maybenot::Trans;

// What a counter changes by is drawn around this many.
constexpr double kCounterPoint = 100;

bool Flip(base::Random& random) { return base::Bernoulli(random, 0.5); }

std::uint32_t Below(std::uint32_t bound, base::Random& random) {
  return base::UniformInt(random, base::Range32{0, bound - 1});
}

// The fields of an action are drawn in the order of their declaration.
class ActionDraws {
 public:
  ActionDraws(const StateTraits& traits, DistFamily family,
              base::Random& random)
      : traits_(traits), dists_(family, random), random_(random) {}

  Action Any() {
    // Cancel, padding, blocking, timer: those that are allowed, in this order.
    std::vector<Action (ActionDraws::*)()> kinds;
    if (traits_.expressive) kinds.push_back(&ActionDraws::CancelTimer);
    kinds.push_back(&ActionDraws::Padding);
    if (traits_.blocks) kinds.push_back(&ActionDraws::Blocking);
    if (traits_.expressive) kinds.push_back(&ActionDraws::StartTimer);
    if (kinds.size() == 1) return Padding();
    const auto kind =
        kinds[Below(static_cast<std::uint32_t>(kinds.size()), random_)];
    return (this->*kind)();
  }

  Action PlainPadding() { return Padding(false, false); }

 private:
  Action CancelTimer() {
    return maybenot::Cancel{static_cast<maybenot::Timer>(Below(3, random_))};
  }

  Action Padding() {
    const bool bypass = Flip(random_);
    const bool replace = Flip(random_);
    return Padding(bypass, replace);
  }

  Action Padding(bool bypass, bool replace) {
    const maybenot::Dist timeout = dists_.Timeout(traits_.duration_point);
    const auto limit = dists_.Limit(traits_.count_point);
    return maybenot::SendPadding{bypass, replace, timeout, limit};
  }

  // Blocking that replaces ignores limits and may never end, which is too much
  // for most random machines.
  Action Blocking() {
    const bool bypass = Flip(random_);
    const bool replace = traits_.expressive && Flip(random_);
    const maybenot::Dist timeout = dists_.Timeout(traits_.duration_point);
    const maybenot::Dist duration = dists_.Timeout(traits_.duration_point);
    const auto limit = dists_.Limit(traits_.count_point);
    return maybenot::BlockOutgoing{bypass, replace, timeout, duration, limit};
  }

  Action StartTimer() {
    const bool replace = Flip(random_);
    const maybenot::Dist duration = dists_.Timeout(traits_.duration_point);
    const auto limit = dists_.Limit(traits_.count_point);
    return maybenot::UpdateTimer{replace, duration, limit};
  }

  const StateTraits& traits_;
  DistDraws dists_;
  base::Random& random_;
};

void RaiseTimeout(maybenot::Dist& timeout, base::RealRange least,
                  base::Random& random) {
  timeout.start = std::max(timeout.start, base::UniformReal(random, least));
}

// Of padding and blocking alone.
void RaiseTimeout(Action& action, base::RealRange least, base::Random& random) {
  if (auto* padding = std::get_if<maybenot::SendPadding>(&action)) {
    RaiseTimeout(padding->timeout, least, random);
  } else if (auto* block = std::get_if<maybenot::BlockOutgoing>(&action)) {
    RaiseTimeout(block->timeout, least, random);
  }
}

bool HasLimit(const std::optional<Action>& action) {
  if (!action) return false;
  return std::visit(
      [](const auto& a) {
        if constexpr (requires { a.limit; }) {
          return a.limit.has_value();
        } else {
          return false;
        }
      },
      *action);
}

Counter DrawCounter(base::Random& random) {
  Counter counter = {
      .operation = static_cast<maybenot::Operation>(Below(3, random)),
      .dist = std::nullopt};
  switch (Below(3, random)) {
    case 0:
      break;
    case 1:
      counter.dist = DistDraws(DistFamily::kAll, random).Count(kCounterPoint);
      break;
    default:
      counter.copy = true;
  }
  return counter;
}

void DrawCounters(State& state, base::Random& random) {
  const std::uint32_t which = Below(6, random);  // None in half of all states.
  if (which == 3 || which == 5) state.counters[0] = DrawCounter(random);
  if (which == 4 || which == 5) state.counters[1] = DrawCounter(random);
}

// Three decimals each, with a sum in 32 bits of at most 1.
std::vector<float> DrawProbabilities(std::size_t count, base::Random& random) {
  std::vector<float> probabilities(count);
  for (;;) {
    float sum = 0;
    for (float& p : probabilities) {
      p = Round3(base::UniformReal(random, base::FloatRange{0.1f, 1.0f}));
      sum += p;
    }
    float rounded_sum = 0;
    for (float& p : probabilities) {
      p = Round3(p / sum);
      rounded_sum += p;
    }
    if (rounded_sum <= 1) return probabilities;
  }
}

// To some distinct states.
std::vector<Trans> DrawTransitions(std::uint32_t num_states,
                                   base::Random& random) {
  const std::uint32_t count =
      base::UniformInt(random, base::Range32{1, num_states});
  std::vector<std::uint64_t> targets(num_states);
  std::iota(targets.begin(), targets.end(), 0);
  base::Shuffle(random, absl::MakeSpan(targets));
  const std::vector<float> probabilities = DrawProbabilities(count, random);
  std::vector<Trans> list;
  for (std::size_t i = 0; i < count; ++i) {
    list.push_back({targets[i], probabilities[i]});
  }
  return list;
}

// Whether a machine of these traits has a use for the event.
bool IsHeard(Event event, const StateTraits& traits, bool has_limit) {
  switch (event) {
    case Event::kBlockingBegin:
    case Event::kBlockingEnd:
      return traits.blocks;
    case Event::kLimitReached:
      return has_limit;
    case Event::kCounterZero:
    case Event::kTimerBegin:
    case Event::kTimerEnd:
    case Event::kSignal:
      return traits.expressive;
    default:
      return true;
  }
}

}  // namespace

State DrawState(const StateTraits& traits, base::Random& random) {
  State state;
  ActionDraws actions(traits, DistFamily::kAll, random);
  if (!traits.expressive || base::Bernoulli(random, 0.75)) {
    state.action = actions.Any();
    RaiseTimeout(*state.action, traits.min_action_timeout, random);
  }
  if (traits.expressive) DrawCounters(state, random);
  const bool has_limit = HasLimit(state.action);
  for (std::size_t i = 0; i < maybenot::kEventCount; ++i) {
    const Event event = static_cast<Event>(i);
    if (!IsHeard(event, traits, has_limit)) continue;
    const bool leads_on = Flip(random);
    if (leads_on || event == Event::kLimitReached) {
      state.transitions[i] = DrawTransitions(traits.num_states, random);
    }
  }
  return state;
}

State DrawCircpadState(const StateTraits& traits, base::Random& random) {
  State state;
  state.action =
      ActionDraws(traits, DistFamily::kCircpad, random).PlainPadding();
  RaiseTimeout(*state.action, traits.min_action_timeout, random);
  const bool has_limit = HasLimit(state.action);
  for (const Event event :
       {Event::kNormalRecv, Event::kNormalSent, Event::kPaddingSent,
        Event::kPaddingRecv, Event::kLimitReached}) {
    const bool leads_on = Flip(random);
    if (leads_on || (has_limit && event == Event::kLimitReached)) {
      state.transitions[static_cast<std::size_t>(event)] = {
          {Below(traits.num_states, random), 1}};
    }
  }
  return state;
}

}  // namespace generation
