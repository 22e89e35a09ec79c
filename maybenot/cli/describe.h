// A machine in words.
#ifndef MAYBENOT_CLI_DESCRIBE_H_
#define MAYBENOT_CLI_DESCRIBE_H_

#include <string>

#include "maybenot/dist.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace maybenot::cli {

// Lines that say what the machine may do and what each state does: limits,
// action with units, counters, and where each event leads with what
// probability. Numbers are exact.
std::string DescribeMachine(const MachineSpec& spec);

// "cancel the action timer".
std::string DescribeCancel(Timer timer);

enum class Unit { kNone, kMicroseconds };

// "5000 us (5 ms)", "Uniform(low 1, high 9) + 20 us, at most 1000 us".
std::string DescribeDist(const Dist& dist, Unit unit);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_DESCRIBE_H_
