// What a defense may cost, and whether it does.
#ifndef MACHINES_GENERATION_CONSTRAINTS_H_
#define MACHINES_GENERATION_CONSTRAINTS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "machines/generation/environment.h"
#include "machines/generation/environment_config.h"
#include "maybenot/machine.h"

namespace generation {

// Why a defense does not do.
enum class Verdict : std::uint8_t {
  kPasses,
  kTooFewNormalPackets,   // It lets too little through.
  kTooFewPaddingPackets,  // It does next to nothing.
  kTooManyOtherEvents,    // Most of what it does is timers and blocks.
  kNoNormalActivity,      // No packet to measure the delay by.
  kEarlierThanUndefended,
  kClientLoad,  // Out of its range; so the next two.
  kServerLoad,
  kDelay,
};
absl::string_view VerdictText(Verdict verdict);

// Runs each of the environment's traces through the machines, the first with
// `seed`, each next one with the next seed, until a trace settles it.
//
//   load   (padding + normal) / normal - 1 of the packets a side sends, over
//   all
//          traces
//   delay  sum of the times of each trace's last normal packet from the client,
//          defended, to the same undefended, - 1
//
// A side with a load has at least its min_normal_packets (1) in each trace, 5
// of padding if its range holds 0.001, and a fifth of its events are packets.
// The verdict is maybenot-gen 1.0.1's. SOURCE: spec/maybenot.md 6.2.
// Errors: those of the simulator.
absl::StatusOr<Verdict> CheckConstraints(const ConstraintsConfig& constraints,
                                         const maybenot::Machines& client,
                                         const maybenot::Machines& server,
                                         const Environment& environment,
                                         std::uint64_t seed);

}  // namespace generation

#endif  // MACHINES_GENERATION_CONSTRAINTS_H_
