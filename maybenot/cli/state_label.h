// A state in a few words, rounded, for where there is little room.
#ifndef MAYBENOT_CLI_STATE_LABEL_H_
#define MAYBENOT_CLI_STATE_LABEL_H_

#include <string>
#include <vector>

#include "maybenot/cli/describe.h"
#include "maybenot/dist.h"
#include "maybenot/state.h"

namespace maybenot::cli {

// Short lines: what the state does, how often at most, and its counters:
// {"pad after 1 us", "at most 8", "A - 1"}. Empty if it does nothing.
std::vector<std::string> StateLabel(const State& state);

// "5 ms", "Normal(1.2 s, 30 ms) + 2 ms, max 3 s"; four digits at most.
std::string ShortDist(const Dist& dist, Unit unit);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_STATE_LABEL_H_
