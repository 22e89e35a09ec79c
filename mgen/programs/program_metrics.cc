#include "mgen/programs/program_metrics.h"

#include <string>
#include <utility>

#include "tunnel/shaper/cell_record.h"

namespace mgen {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

net::Metric Counter(std::string name, std::string help, std::uint64_t value,
                    Labels labels = {}) {
  return {.kind = net::Metric::Kind::kCounter,
          .name = std::move(name),
          .help = std::move(help),
          .value = static_cast<double>(value),
          .labels = std::move(labels)};
}

void AddCells(const std::string& direction, const shaper::CellCounts& counts,
              std::vector<net::Metric>& metrics) {
  const std::pair<const char*, std::uint64_t> cells[] = {
      {"normal", counts.normal_cells},
      {"padding", counts.padding_cells},
      {"opening", counts.opening_cells}};
  for (const auto& [kind, count] : cells) {
    metrics.push_back(Counter("mgen_cells_total", "Cells, or plain writes.",
                              count,
                              {{"direction", direction}, {"kind", kind}}));
  }
  const std::pair<const char*, std::uint64_t> bytes[] = {
      {"payload", counts.payload_bytes},
      {"fill", counts.fill_bytes},
      {"padding", counts.padding_bytes}};
  for (const auto& [kind, count] : bytes) {
    metrics.push_back(Counter("mgen_cell_bytes_total",
                              "Bytes of cells, without TLS.", count,
                              {{"direction", direction}, {"kind", kind}}));
  }
}

}  // namespace

std::vector<net::Metric> MetricsOf(const stats::Stats& stats,
                                   const ConversationMeters::Totals& cells) {
  const stats::Connections& connections = stats.connections();
  const stats::Messages& messages = stats.messages();
  std::vector<net::Metric> metrics = {
      {.kind = net::Metric::Kind::kGauge,
       .name = "mgen_connections",
       .help = "Connections that are open.",
       .value = static_cast<double>(connections.open()),
       .labels = {}},
      Counter("mgen_connections_opened_total", "Connections whose TLS was up.",
              connections.opened()),
      Counter("mgen_connections_defended_total", "Of these: in cells.",
              connections.defended()),
      Counter("mgen_connections_failed_total",
              "Attempts and connections that ended by an error.",
              connections.failed()),
      Counter("mgen_messages_sent_total",
              "Messages sent; of a server, passed on, "
              "receipts too.",
              messages.sent()),
      Counter("mgen_messages_received_total", "Messages received.",
              messages.received()),
      Counter("mgen_receipts_sent_total", "Receipts sent by users.",
              messages.receipts_sent()),
      Counter("mgen_receipts_received_total", "Receipts received.",
              messages.receipts_received()),
      Counter("mgen_messages_dropped_total",
              "Messages dropped for want of room.", messages.dropped())};
  AddCells("sent", cells.sent, metrics);
  AddCells("received", cells.received, metrics);
  return metrics;
}

}  // namespace mgen
