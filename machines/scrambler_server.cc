#include "machines/scrambler_server.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "machines/parameter.h"
#include "machines/parts.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace machines {
namespace {

using maybenot::Dist;
using maybenot::Event;
using maybenot::MachineSpec;
using maybenot::State;

// States of the machine that sends. A trail is two states that a normal packet
// changes between, for only entering a state draws its limit anew.
constexpr std::uint64_t kStart = 0, kBlock = 1, kBurst = 2, kTrail = 3,
                        kQuarterTrail = 5;

struct TrailState {
  std::uint64_t self, other;
  // Where a new block leads.
  std::optional<std::uint64_t> shorter = std::nullopt;
};

State MakeTrail(TrailState trail, const maybenot::Action& action) {
  State state = MakeState({{Event::kPaddingSent, trail.self},
                           {Event::kNormalSent, trail.other},
                           {Event::kLimitReached, kStart}},
                          {.action = action});
  if (trail.shorter) {
    state.transitions[static_cast<std::size_t>(Event::kBlockingBegin)] = {
        {*trail.shorter, 1}};
  }
  return state;
}

MachineSpec Sender(const ScramblerServerOptions& options) {
  const Dist interval = Exactly(options.interval_us);
  const maybenot::Action trail = PadThrough(
      interval,
      Dist{.type = maybenot::Uniform{options.min_trail, options.max_trail}});
  const maybenot::Action quarter = PadThrough(
      interval, Dist{.type = maybenot::Uniform{options.min_trail / 4,
                                               options.max_trail / 4}});
  return {.states = {
              MakeState({{Event::kNormalSent, kBlock}}),
              MakeState({{Event::kBlockingBegin, kBurst}},
                        {.action = BlockForGood()}),
              MakeState(
                  {{Event::kPaddingSent, kBurst},
                   {Event::kLimitReached, kTrail + 1}},
                  {.action = PadThrough(interval, Exactly(options.min_count))}),
              MakeTrail({kTrail, kTrail + 1, kQuarterTrail}, trail),
              MakeTrail({kTrail + 1, kTrail, kQuarterTrail + 1}, trail),
              MakeTrail({kQuarterTrail, kQuarterTrail + 1}, quarter),
              MakeTrail({kQuarterTrail + 1, kQuarterTrail}, quarter),
          }};
}

// Each normal packet asks for padding at once, which it then stands in for; the
// limit counts how often.
MachineSpec Counter(double min_count) {
  constexpr std::uint64_t kLeft = 0, kRight = 1, kSignal = 2;
  const maybenot::Action count =
      PadThrough(Offset(0), Exactly(min_count * 1.25));
  return {.states = {
              MakeState({{Event::kNormalSent, kLeft},
                         {Event::kBlockingBegin, kRight},
                         {Event::kLimitReached, kSignal}},
                        {.action = count}),
              MakeState({{Event::kNormalSent, kRight},
                         {Event::kBlockingBegin, kLeft},
                         {Event::kLimitReached, kSignal}},
                        {.action = count}),
              MakeState({{Event::kBlockingBegin, kRight}},
                        {.action = BlockForGood()}),
          }};
}

}  // namespace

absl::StatusOr<std::vector<maybenot::Machine>> BuildScramblerServer(
    const ScramblerServerOptions& options) {
  const auto& all = kScramblerServerParameters;
  RETURN_IF_ERROR(Check(all[0], options.interval_us));
  RETURN_IF_ERROR(Check(all[1], options.min_count));
  RETURN_IF_ERROR(Check(all[2], options.min_trail));
  RETURN_IF_ERROR(Check(all[3], options.max_trail));
  RETURN_IF_ERROR(
      CheckOrder(all[2], all[3], {options.min_trail, options.max_trail}));
  return Compile({Sender(options), Counter(options.min_count)});
}

}  // namespace machines
