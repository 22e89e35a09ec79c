// What a simulation tells.
#ifndef MAYBENOT_SIMULATOR_SIMULATION_H_
#define MAYBENOT_SIMULATOR_SIMULATION_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "maybenot/event.h"

namespace maybenot::simulator {

// One event of one side's framework.
struct SimEvent {
  base::Instant at;   // On the input trace's clock; what the server does before
                      // the trace's first packet has a negative time.
  MachineId machine;  // As TriggerEvent's.
  Event event;
  bool client;   // Else the server's.
  bool padding;  // Of packet events: a padding packet.

  friend bool operator==(const SimEvent&, const SimEvent&) = default;
};

// How a run went.
struct Simulation {
  enum class Stop : std::uint8_t {
    kNothingLeft,       // No event waits, and no machine wants anything.
    kMaxTraceLength,    // Arguments::max_trace_length.
    kMaxSimIterations,  // Arguments::max_sim_iterations.
    kNormalPacketsProcessed,
    kEndOfTime,  // kLastInstant has passed.
  };
  // Where every simulation ends: after 146 years.
  static constexpr base::Instant kLastInstant =
      base::Instant(base::Duration(std::int64_t{1} << 62));

  std::vector<SimEvent> events;  // What was recorded, by time.
  Stop stop = Stop::kNothingLeft;
  std::size_t iterations = 0;  // Events that took place.
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_SIMULATION_H_
