// The machine that both sides of RegulaTor begin with.
#ifndef MACHINES_SEAL_H_
#define MACHINES_SEAL_H_

#include "maybenot/machine_spec.h"

namespace machines {

// Blocks for good on the first normal packet, letting PadThrough through, and
// ends. SOURCE: spec/maybenot.md 6.1.
maybenot::MachineSpec MakeSeal();

}  // namespace machines

#endif  // MACHINES_SEAL_H_
