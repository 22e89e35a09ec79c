// Both ends of a simulated connection, and what is between them.
#ifndef MAYBENOT_SIMULATOR_CONNECTION_H_
#define MAYBENOT_SIMULATOR_CONNECTION_H_

#include "base/time.h"
#include "maybenot/simulator/base_shift.h"
#include "maybenot/simulator/queued_event.h"
#include "maybenot/simulator/side.h"

namespace maybenot::simulator {

// The state of one run.
struct Connection {
  Side& Peer(const Side& side) { return side.is_client() ? server : client; }
  base::Duration ShiftOf(const Side& side) const {
    return side.is_client() ? shift.client() : shift.server();
  }
  bool no_normal_packets() const {
    return client.queue().no_normal_packets() &&
           server.queue().no_normal_packets();
  }

  Side client;
  Side server;
  BaseShift shift;
  base::Instant now;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_CONNECTION_H_
