// Padding that keeps flow records coarse.
#ifndef MACHINES_NETFLOW_H_
#define MACHINES_NETFLOW_H_

#include <vector>

#include "absl/status/statusor.h"
#include "maybenot/machine.h"

namespace machines {

// Routers that keep NetFlow records close one after some seconds without a
// packet, so that idle times split a connection into telling pieces. From the
// first packet on, in either direction, this pads whenever nothing was sent for
// a time drawn from 1.5 to 9.5 s, the values of Tor's connection padding.
// Paper: Tor's padding-spec, "Connection-level padding" (M. Perry, 2016).
// One machine, for either side. SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildNetflow();

}  // namespace machines

#endif  // MACHINES_NETFLOW_H_
