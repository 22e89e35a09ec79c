// Replays a trace through machines on both of its sides.
//
//   ASSIGN_OR_RETURN(const InputTrace trace, ParseInputTrace("0,s\n19,r\n"));
//   ASSIGN_OR_RETURN(const Simulation simulation,
//                    Simulate(trace, client_machines, server_machines,
//                             {.network = {.delay = base::Milliseconds(10)},
//                              .max_sim_iterations = 100'000,
//                              .seed = 1}));
//   for (const SimEvent& event : simulation.events) ...
#ifndef MAYBENOT_SIMULATOR_SIMULATOR_H_
#define MAYBENOT_SIMULATOR_SIMULATOR_H_

#include "absl/status/statusor.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/arguments.h"
#include "maybenot/simulator/input_trace.h"
#include "maybenot/simulator/simulation.h"

namespace maybenot::simulator {

// What maybenot-simulator's sim_advanced does with the same trace, machines,
// arguments and seed: the same events at the same nanoseconds, but for where
// docs/deviations.md differs. Deterministic. The packets that a client received
// are sent by the server the network's delay earlier.
// SOURCE: spec/maybenot.md section 5.
//
// Cost: O(log n) an event, of n that wait, plus what the frameworks take, which
// is linear in the machines; 24 bytes for each recorded event.
// Errors: kInvalidArgument with side or field, value and bound.
absl::StatusOr<Simulation> Simulate(const InputTrace& trace,
                                    Machines client_machines,
                                    Machines server_machines,
                                    const Arguments& arguments);

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_SIMULATOR_H_
