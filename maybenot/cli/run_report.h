// What is told of a simulated trace.
#ifndef MAYBENOT_CLI_RUN_REPORT_H_
#define MAYBENOT_CLI_RUN_REPORT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "maybenot/cli/trace_runs.h"
#include "maybenot/simulator/simulation.h"

namespace maybenot::cli {

// "normal packets processed", ...
absl::string_view StopName(simulator::Simulation::Stop stop);

enum class RunDetail {
  kSummary,  // Without what was recorded.
  kPackets,  // "packets": [[0, "sn"], ...], the client's, from the first one.
  kEvents,   // "events": [{"ns": 0, "side": "client", "event": "TunnelSent",
             // "padding": false}, ...], with "machine" where the event names
             // one; times are the input trace's.
};

// One line of JSON: {"trace": NAME, "seed": N, "stop": StopName, "iterations":
// N, "sent": {"normal": N, "padding": N}, "received": {...}}, of the client's
// packets, and what `detail` says.
std::string RunAsJson(const TraceRun& run, RunDetail detail);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_RUN_REPORT_H_
