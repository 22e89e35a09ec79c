// What --metrics answers: sums over a program's connections, without names.
#ifndef MGEN_PROGRAMS_PROGRAM_METRICS_H_
#define MGEN_PROGRAMS_PROGRAM_METRICS_H_

#include <vector>

#include "mgen/programs/conversation_meters.h"
#include "mgen/programs/stats.pb.h"
#include "net/metrics.h"

namespace mgen {

// Of `stats`, connections and messages are read.
std::vector<net::Metric> MetricsOf(const stats::Stats& stats,
                                   const ConversationMeters::Totals& cells);

}  // namespace mgen

#endif  // MGEN_PROGRAMS_PROGRAM_METRICS_H_
