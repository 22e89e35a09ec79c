// A machine that does nothing.
#ifndef MACHINES_NOOP_H_
#define MACHINES_NOOP_H_

#include <vector>

#include "absl/status/statusor.h"
#include "maybenot/machine.h"

namespace machines {

// One state without edges: the smallest machine, for tests and baselines that
// are to go through the framework all the same.
// SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildNoop();

}  // namespace machines

#endif  // MACHINES_NOOP_H_
