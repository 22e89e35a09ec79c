#include "maybenot/simulator/sent_packets.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace maybenot::simulator {
namespace {

// The most packets in any 100 ms. One that comes earlier than the one before it
// takes none out.
std::size_t MostInWindow(const std::vector<BasePacket>& packets) {
  std::size_t most = 0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    while (packets[i].at - packets[first].at > base::Milliseconds(100)) ++first;
    most = std::max(most, i + 1 - first);
  }
  return most;
}

}  // namespace

std::uint32_t SentPackets::PeakRate() const {
  const std::size_t most = std::max(MostInWindow(client), MostInWindow(server));
  return static_cast<std::uint32_t>(std::min<std::size_t>(
      most * 10, std::numeric_limits<std::uint32_t>::max()));
}

SentPackets SplitTrace(const InputTrace& trace, base::Duration network_delay) {
  std::size_t num_sent = 0;
  for (const InputTrace::Packet& packet : trace.packets) {
    num_sent += packet.sent ? 1 : 0;
  }
  // Without a branch, as directions cannot be foretold: one more of each side
  // is written to than there will be.
  SentPackets sent;
  sent.client.resize(num_sent + 1);
  sent.server.resize(trace.packets.size() - num_sent + 1);
  std::size_t num_client = 0;
  std::size_t num_server = 0;
  for (const InputTrace::Packet& packet : trace.packets) {
    sent.client[num_client].at = packet.at;
    sent.server[num_server].at = packet.at - network_delay;
    num_client += packet.sent ? 1 : 0;
    num_server += packet.sent ? 0 : 1;
  }
  sent.client.pop_back();
  sent.server.pop_back();
  return sent;
}

}  // namespace maybenot::simulator
