// The framework's rules once more, read off the specification a sentence at a
// time: slow and plain, to hold the fast one against.
#ifndef MAYBENOT_TESTING_FRAMEWORK_MODEL_H_
#define MAYBENOT_TESTING_FRAMEWORK_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/machine_spec.h"

namespace maybenot {

// Works on the machines as they are written: no masks, no shared totals, no
// compiled edges; a sampler is made anew for each draw.
// SOURCE: spec/maybenot.md 2.
class FrameworkModel {
 public:
  // Requires: the specs are valid, and the limits in [0, 1].
  FrameworkModel(std::vector<MachineSpec> machines, Framework::Limits limits,
                 base::Random random, base::Instant now);

  // SOURCE: spec/maybenot.md 2.2.
  std::vector<TriggerAction> TriggerEvents(
      absl::Span<const TriggerEvent> events, base::Instant now);

  bool all_machines_ended() const;

 private:
  struct Runtime {
    MachineSpec spec;
    std::uint64_t state = 0;
    std::uint64_t state_limit = 0;
    std::uint64_t padding_sent = 0;
    std::uint64_t normal_sent = 0;
    base::Duration blocked{0};
    std::array<std::uint64_t, 2> counters = {};
    std::optional<TriggerAction> slot;
  };

  void Process(const TriggerEvent& event);
  void DeliverSignals();
  // Whether the machine has changed.
  bool Transition(std::size_t machine, Event event);
  void Decrement(std::size_t machine);
  bool UpdateCounters(Runtime& runtime);
  std::optional<TriggerAction> Sample(std::size_t machine,
                                      const Action& action);
  std::uint64_t SampleLimit(const Runtime& runtime);

  bool IsBelow(const Runtime& runtime) const;
  bool PaddingIsBelow(const Runtime& runtime) const;
  bool BlockingIsBelow(const Runtime& runtime, bool replace) const;

  std::vector<Runtime> runtimes_;
  Framework::Limits limits_;
  base::Random random_;
  base::Instant start_;
  base::Instant now_;
  std::uint64_t padding_sent_ = 0;
  std::uint64_t normal_sent_ = 0;
  base::Duration blocked_{0};
  std::optional<base::Instant> blocking_since_;
  std::array<bool, 2> zeroed_once_ = {};
  // A signal waits: for all but the machine here, or, without one, for all.
  bool signal_pending_ = false;
  std::optional<std::size_t> signal_excluded_;
};

}  // namespace maybenot

#endif  // MAYBENOT_TESTING_FRAMEWORK_MODEL_H_
