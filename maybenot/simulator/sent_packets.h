// What the two sides of a recorded trace send.
#ifndef MAYBENOT_SIMULATOR_SENT_PACKETS_H_
#define MAYBENOT_SIMULATOR_SENT_PACKETS_H_

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "maybenot/simulator/event_queue.h"
#include "maybenot/simulator/input_trace.h"

namespace maybenot::simulator {

// Each side's packets, in the order of the trace.
struct SentPackets {
  std::vector<BasePacket> client;
  std::vector<BasePacket> server;

  // The most packets of one side in any 100 ms, times ten: the rate that the
  // network is taken to bear, packets a second.
  // SOURCE: spec/maybenot.md section 5, "Input trace".
  std::uint32_t PeakRate() const;
};

// What the client sent was sent when the trace says, and what it received one
// `network_delay` earlier.
SentPackets SplitTrace(const InputTrace& trace, base::Duration network_delay);

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_SENT_PACKETS_H_
