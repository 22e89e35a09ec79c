// What the reference's simulator was given and what it told, as recorded.
#ifndef MAYBENOT_CLI_SIM_CASE_H_
#define MAYBENOT_CLI_SIM_CASE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/arguments.h"
#include "maybenot/simulator/input_trace.h"
#include "maybenot/simulator/simulation.h"

namespace maybenot::cli {

// One block of a sims.txt:
//
//   sim ID
//   client STRING                     (any number)
//   server STRING                     (any number)
//   delay_us N
//   pps N|none
//   seed N
//   max_trace_length N
//   max_sim_iterations N
//   continue_after_normal true|false
//   only_client_events true|false     without this line: false
//   only_network_activity true|false  without this line: true
//   limits_client PADDING BLOCKING
//   limits_server PADDING BLOCKING
//   in NANOSECONDS,s|r,SIZE           a line of the input trace
//   out NANOSECONDS c|s EVENT 0|1     1: padding; from the first queued event
struct SimCase {
  std::string name;  // "sim 12".
  Machines client;
  Machines server;
  simulator::Arguments arguments;
  simulator::InputTrace trace;
  std::vector<simulator::SimEvent> events;
};

// The blocks of a file, each opened by its "sim" line.
std::vector<absl::string_view> SplitSims(absl::string_view text);

// Errors: kInvalidArgument with the line and what it must be.
absl::StatusOr<SimCase> ParseSimCase(absl::string_view block);

// What a recorded time counts from: the first packet of either side.
base::Instant FirstQueued(const SimCase& sim);

// An `out` line. Errors: kInvalidArgument.
absl::StatusOr<simulator::SimEvent> ParseSimEvent(absl::string_view text);
std::string SimEventLine(const simulator::SimEvent& event);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_SIM_CASE_H_
