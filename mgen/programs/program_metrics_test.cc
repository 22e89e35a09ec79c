#include "mgen/programs/program_metrics.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "mgen/programs/conversation_meters.h"
#include "mgen/programs/stats.pb.h"
#include "net/metrics.h"

namespace mgen {
namespace {

// The value of the metric that has this name and, if given, these labels.
double ValueOf(
    const std::vector<net::Metric>& metrics, const std::string& name,
    const std::vector<std::pair<std::string, std::string>>& labels = {}) {
  for (const net::Metric& metric : metrics) {
    if (metric.name == name && metric.labels == labels) return metric.value;
  }
  ADD_FAILURE() << name << " is missing";
  return -1;
}

TEST(ProgramMetricsTest, HasCountersAndCellsOfBothDirections) {
  stats::Stats stats;
  stats.mutable_connections()->set_open(3);
  stats.mutable_messages()->set_sent(5);
  ConversationMeters::Totals cells;
  cells.sent.padding_cells = 7;
  cells.received.payload_bytes = 11;
  const std::vector<net::Metric> metrics = MetricsOf(stats, cells);
  EXPECT_EQ(ValueOf(metrics, "mgen_connections"), 3);
  EXPECT_EQ(ValueOf(metrics, "mgen_messages_sent_total"), 5);
  EXPECT_EQ(ValueOf(metrics, "mgen_cells_total",
                    {{"direction", "sent"}, {"kind", "padding"}}),
            7);
  EXPECT_EQ(ValueOf(metrics, "mgen_cell_bytes_total",
                    {{"direction", "received"}, {"kind", "payload"}}),
            11);
}

}  // namespace
}  // namespace mgen
