// Traces of our own: page loads through a circuit like Tor's, by a model.
#ifndef MACHINES_GENERATION_SYNTHETIC_TRACE_H_
#define MACHINES_GENERATION_SYNTHETIC_TRACE_H_

#include <cstddef>

#include "maybenot/simulator/input_trace.h"

namespace generation {

inline constexpr std::size_t kSyntheticTraces = 14;

// The cells that one page's load sends and receives, as its client sees them.
// The model, all of it drawn from a stream of the page's own:
//   - a circuit: a round trip of 150 to 600 ms, and a rate of 200 to 2,000
//     cells a second downwards, in one queue that serves objects in the order
//     in which they were asked for; upwards nothing waits;
//   - a page: a document, and 60 to 120 objects, of which half are known when
//   the
//     document has arrived, and each other one when an earlier object has;
//   - sizes: 1 + lognormal(2.4, 1.1) cells, at most 1,500 (median 12 cells of
//     498 bytes: 6 kB; mean 21);
//   - six connections, each opened by two round trips (2 cells up, 6 down) when
//     it is first used; a request is 1 cell up, a server thinks for an
//     exponential time of mean 30 ms;
//   - for each 50 cells received on a connection, 1 cell up (flow control).
// What it is not: a copy of any site, or of the bursts that relays make. It is
// there so that machines can be derived without anyone's recordings.
// The same on every machine, in each version. Requires: index below
// kSyntheticTraces.
maybenot::simulator::InputTrace MakeSyntheticTrace(std::size_t index);

}  // namespace generation

#endif  // MACHINES_GENERATION_SYNTHETIC_TRACE_H_
