// A machine compiled flat: what the framework runs.
#ifndef MAYBENOT_PROGRAM_H_
#define MAYBENOT_PROGRAM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/sampler.h"
#include "maybenot/state.h"

namespace maybenot {

struct MachineSpec;

// Immutable; shared by all frameworks that run the machine. A state takes 64
// bytes, an edge 8, an action or a counter 16, and each distribution in use one
// Sampler; nothing is allocated per state.
class Program {
 public:
  using StateIndex = std::uint32_t;

  static constexpr StateIndex kEnd = kStateEnd;
  static constexpr StateIndex kSignal = kStateSignal;
  static constexpr std::uint32_t kNone = 0xffffffff;  // No such entry.

  // One target of a list. It is taken by the first edge with draw < below; the
  // bounds are running sums in f32, in stored order, so that they round as the
  // reference's do, and so never fall.
  struct Edge {
    float below;
    StateIndex target;  // An index, kEnd or kSignal.
  };

  // An action; which fields count is as in TriggerAction. Distributions are
  // indices for sampler(), kNone where there is none.
  struct ActionCode {
    TriggerAction::Kind kind;
    Timer timer = Timer::kAll;
    bool bypass = false;
    bool replace = false;
    std::uint32_t timeout = kNone;
    std::uint32_t duration = kNone;
    std::uint32_t limit = kNone;
  };

  // What entering a state does to one of its machine's counters.
  struct CounterCode {
    bool used = false;
    Operation operation = Operation::kIncrement;
    bool copy = false;
    std::uint32_t value = kNone;  // For sampler(); kNone: 1.
  };
  using CounterPair = std::array<CounterCode, 2>;  // A, B.

  struct Limits {
    std::uint64_t allowed_padding_packets;
    double max_padding_frac;
    base::Duration allowed_blocked;  // At most the longest Duration.
    double max_blocking_frac;
  };

  // Of a machine's limits and the states it has. Requires: they are valid.
  explicit Program(const MachineSpec& spec);

  // A program in the making, for who has the parts of a machine one by one:
  // room for this many; then each state, and what it has, lists in the order of
  // events. Requires: the parts are valid.
  void Reserve(std::size_t num_states, std::size_t num_dists);
  void BeginState();
  void SetAction(const Action& action);
  void SetCounter(std::size_t which, const Counter& counter);
  void AddList(Event event, absl::Span<const Trans> list);

  std::size_t num_states() const { return states_.size(); }
  const Limits& limits() const { return limits_; }

  // Bit i is set if event i has a list in `state`.
  std::uint16_t event_mask(StateIndex state) const {
    return states_[state].event_mask;
  }

  // The list of `event` in `state`, up to the first bound that is NaN, for no
  // draw is below that or what follows; empty if it has none.
  absl::Span<const Edge> edges(StateIndex state, Event event) const {
    const std::size_t list =
        std::size_t{state} * kEventCount + static_cast<std::size_t>(event);
    return absl::MakeConstSpan(edges_.data() + list_begin_[list],
                               edges_.data() + list_begin_[list + 1]);
  }

  // Null if `state` has no action.
  const ActionCode* action(StateIndex state) const {
    const std::uint32_t index = states_[state].action;
    return index == kNone ? nullptr : &actions_[index];
  }

  // Null if `state` updates no counter.
  const CounterPair* counters(StateIndex state) const {
    const std::uint32_t index = states_[state].counters;
    return index == kNone ? nullptr : &counters_[index];
  }

  const Sampler& sampler(std::uint32_t index) const { return samplers_[index]; }

 private:
  struct StateCode {
    std::uint32_t action = kNone;    // Into actions_.
    std::uint32_t counters = kNone;  // Into counters_.
    std::uint16_t event_mask = 0;
  };

  std::uint32_t AddSampler(const Dist& dist);
  std::uint32_t AddSampler(const std::optional<Dist>& dist);

  Limits limits_;
  std::vector<StateCode> states_;
  // Where the list of state s and event e begins in edges_, at
  // s * kEventCount + e; it ends where the next begins.
  std::vector<std::uint32_t> list_begin_;
  std::vector<Edge> edges_;
  std::vector<ActionCode> actions_;
  std::vector<CounterPair> counters_;
  std::vector<Sampler> samplers_;
};

}  // namespace maybenot

#endif  // MAYBENOT_PROGRAM_H_
