#include "maybenot/cli/trace_overhead.h"

#include <algorithm>

namespace maybenot::cli {
namespace {

using simulator::TracePacket;

void Count(const TracePacket& packet, Directions& directions) {
  ++(packet.sent ? directions.sent : directions.received);
}

base::Duration LastTime(absl::Span<const TracePacket> packets) {
  return packets.empty() ? base::Duration(0)
                         : packets.back().at - packets.front().at;
}

double Missing(double expected, double found) {
  return std::max(expected - found, 0.0);
}

std::optional<double> Added(double normal, double padding) {
  if (normal == 0) return std::nullopt;
  return (normal + padding) / normal - 1;
}

}  // namespace

std::optional<double> TraceOverhead::Data() const {
  return Added(normal.both(), padding.both() - tail.both());
}
std::optional<double> TraceOverhead::DataSent() const {
  return Added(normal.sent, padding.sent - tail.sent);
}
std::optional<double> TraceOverhead::DataReceived() const {
  return Added(normal.received, padding.received - tail.received);
}

std::optional<double> TraceOverhead::Duration() const {
  if (missing.both() > 0 || base_last <= base::Duration(0)) return std::nullopt;
  return base::ToSeconds(last_normal) / base::ToSeconds(base_last) - 1;
}

TraceOverhead CompareTraces(absl::Span<const TracePacket> base,
                            absl::Span<const TracePacket> defended) {
  TraceOverhead overhead = {};
  for (const TracePacket& packet : defended) {
    if (packet.padding) {
      Count(packet, overhead.padding);
      Count(packet, overhead.tail);
    } else {
      Count(packet, overhead.normal);
      overhead.tail = {};
      overhead.last_normal = packet.at - defended.front().at;
    }
  }
  Directions expected;
  for (const TracePacket& packet : base) {
    if (!packet.padding) Count(packet, expected);
  }
  overhead.missing = {Missing(expected.sent, overhead.normal.sent),
                      Missing(expected.received, overhead.normal.received)};
  overhead.base_last = LastTime(base);
  overhead.last = LastTime(defended);
  return overhead;
}

}  // namespace maybenot::cli
