// RegulaTor's surge of decaying rate, and the machines that follow it.
#ifndef MACHINES_REGULATOR_RATE_H_
#define MACHINES_REGULATOR_RATE_H_

#include <cstddef>
#include <vector>

#include "maybenot/machine_spec.h"

namespace machines {

// A rate R * D^t, cut into bins of equal length from R down to one packet a
// second, each with its average rate. A signal restarts each machine below.
struct DecayingRate {
  double bin_s;                            // Length of a bin, in seconds.
  std::vector<double> packets_per_second;  // A bin each.
};

struct Decay {
  double initial_rate;  // Packets a second.
  double per_second;    // What of the rate is left after a second.
  std::size_t bins;
};

// Requires: initial_rate > 1, 0 < per_second < 1, bins > 0.
// SOURCE: spec/maybenot.md 6.1.
DecayingRate CutIntoBins(const Decay& decay);

// Pads at the rate, then once a second; ends with blocking.
maybenot::MachineSpec MakeRate(const DecayingRate& rate);

// Signals when more than `threshold` times a second's packets of the bin's rate
// were queued in a bin.
maybenot::MachineSpec MakeSurge(const DecayingRate& rate, double threshold);

// Once blocking has ended: blocks anew for the time between two packets of the
// rate, which lets out what waits at that rate; the last state is the
// reference's, whose timeout and duration look swapped.
maybenot::MachineSpec MakeBlockRate(const DecayingRate& rate);

}  // namespace machines

#endif  // MACHINES_REGULATOR_RATE_H_
