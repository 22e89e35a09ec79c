// What a defense adds to many traces.
#ifndef MAYBENOT_CLI_OVERHEAD_H_
#define MAYBENOT_CLI_OVERHEAD_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "maybenot/cli/trace_overhead.h"

namespace maybenot::cli {

// One measure over traces. A trace that does not have it is left out: `traces`
// have it. The deviation is that of a sample, n - 1; 0 of fewer than two
// traces, as are the others of none.
struct Measure {
  std::string group;  // "padding", "overhead": what the table groups by.
  std::string name;   // "sent".
  std::string key;    // "padding_sent": as the reference's JSON has it.
  std::string unit;   // "packets", "seconds", "multiple".
  std::size_t traces;
  double mean;
  double deviation;
  double median;
};

// In the order in which they are shown. SOURCE: spec/maybenot.md 6.2, "eval".
std::vector<Measure> Summarize(absl::Span<const TraceOverhead> traces);

// A row a measure.
std::string MeasuresAsTable(absl::Span<const Measure> measures);

// {"KEY_mean_UNIT": x, "KEY_std_dev_UNIT": x, "KEY_median_UNIT": x, ...}: the
// reference's "fixed_metrics", and null for what no trace has; and "traces",
// how many there are.
std::string MeasuresAsJson(absl::Span<const Measure> measures,
                           std::size_t traces);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_OVERHEAD_H_
