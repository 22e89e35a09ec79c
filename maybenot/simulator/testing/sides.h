// Sides of a connection for tests.
#ifndef MAYBENOT_SIMULATOR_TESTING_SIDES_H_
#define MAYBENOT_SIMULATOR_TESTING_SIDES_H_

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/connection.h"
#include "maybenot/simulator/event_queue.h"
#include "maybenot/simulator/pending_shifts.h"
#include "maybenot/simulator/side.h"

namespace maybenot::simulator {

// So long after the start.
base::Instant At(std::int64_t us);

struct SideSetup {
  std::vector<BasePacket> base = {};
  Machines machines = nullptr;  // Null: none.
  std::uint32_t packets_per_second = 1'000'000;
  bool strict_reference = false;
};

// Without integration delays.
Side MakeSide(SideName name, SideSetup setup = {});

// At the start; a network delay of 10 ms is what shifts go by.
Connection MakeConnection(SideSetup client = {}, SideSetup server = {});

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_TESTING_SIDES_H_
