#include "maybenot/cli/run_report.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "maybenot/event.h"
#include "maybenot/event_name.h"
#include "maybenot/simulator/packet_trace.h"

namespace maybenot::cli {
namespace {

using Json = nlohmann::ordered_json;
using simulator::SimEvent;
using simulator::Simulation;
using simulator::TracePacket;

Json CountsOf(const std::vector<TracePacket>& packets, bool sent) {
  std::size_t normal = 0;
  std::size_t padding = 0;
  for (const TracePacket& packet : packets) {
    if (packet.sent == sent) ++(packet.padding ? padding : normal);
  }
  return {{"normal", normal}, {"padding", padding}};
}

Json PacketsAsJson(const std::vector<TracePacket>& packets) {
  Json list = Json::array();
  for (const TracePacket& packet : packets) {
    const char* const direction = packet.sent ? packet.padding ? "sp" : "sn"
                                  : packet.padding ? "rp"
                                                   : "rn";
    list.push_back({packet.at.time_since_epoch().count(), direction});
  }
  return list;
}

bool NamesAMachine(Event event) {
  return event == Event::kPaddingSent || event == Event::kBlockingBegin ||
         event == Event::kTimerBegin || event == Event::kTimerEnd;
}

Json EventsAsJson(const std::vector<SimEvent>& events) {
  Json list = Json::array();
  for (const SimEvent& event : events) {
    Json line = {{"ns", event.at.time_since_epoch().count()},
                 {"side", event.client ? "client" : "server"},
                 {"event", std::string(EventName(event.event))},
                 {"padding", event.padding}};
    if (NamesAMachine(event.event)) {
      line["machine"] = static_cast<std::uint32_t>(event.machine);
    }
    list.push_back(std::move(line));
  }
  return list;
}

}  // namespace

absl::string_view StopName(Simulation::Stop stop) {
  switch (stop) {
    case Simulation::Stop::kNothingLeft:
      return "nothing left";
    case Simulation::Stop::kMaxTraceLength:
      return "max trace length";
    case Simulation::Stop::kMaxSimIterations:
      return "max sim iterations";
    case Simulation::Stop::kNormalPacketsProcessed:
      return "normal packets processed";
    case Simulation::Stop::kEndOfTime:
      break;
  }
  return "end of time";
}

std::string RunAsJson(const TraceRun& run, RunDetail detail) {
  const std::vector<TracePacket> packets =
      simulator::ClientPackets(run.simulation.events);
  Json line = {{"trace", run.file.name},
               {"seed", run.seed},
               {"stop", std::string(StopName(run.simulation.stop))},
               {"iterations", run.simulation.iterations},
               {"sent", CountsOf(packets, true)},
               {"received", CountsOf(packets, false)}};
  if (detail == RunDetail::kPackets) line["packets"] = PacketsAsJson(packets);
  if (detail == RunDetail::kEvents) {
    line["events"] = EventsAsJson(run.simulation.events);
  }
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace maybenot::cli
