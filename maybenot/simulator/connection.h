// Both ends of a simulated connection, and what is between them.
#ifndef MAYBENOT_SIMULATOR_CONNECTION_H_
#define MAYBENOT_SIMULATOR_CONNECTION_H_

#include "base/time.h"
#include "maybenot/simulator/event_queue.h"
#include "maybenot/simulator/pending_shifts.h"
#include "maybenot/simulator/queued_event.h"
#include "maybenot/simulator/side.h"

namespace maybenot::simulator {

// The state of one run.
struct Connection {
  Side& Peer(const Side& side) { return side.is_client() ? server : client; }
  const Side& Peer(const Side& side) const {
    return side.is_client() ? server : client;
  }

  // Whether no packet of the input trace is left on either side.
  bool no_normal_packets() const {
    return client.queue().no_normal_packets() &&
           server.queue().no_normal_packets();
  }

  // Whether no packet waits to enter the tunnel.
  bool no_packet_waits() const {
    return client.queue().num_outgoing() + server.queue().num_outgoing() == 0;
  }

  // The same, but for where blocking holds it back: then only the free lanes
  // and the end of blocking matter.
  bool only_held_packets_wait() const {
    return no_packet_waits() || (OnlyHeldWait(client) && OnlyHeldWait(server));
  }

  // Whether neither the trace shifts nor blocking ends at `now`.
  bool is_quiet() const {
    return shifts.next() > now && !UnblocksNow(client) && !UnblocksNow(server);
  }

  Side client;
  Side server;
  PendingShifts shifts;
  base::Instant now;

 private:
  bool UnblocksNow(const Side& side) const {
    return side.next_wake() <= now && side.blocking_end() <= now;
  }
  static bool OnlyHeldWait(const Side& side) {
    return side.queue().empty(EventQueue::Lane::kBypassable) &&
           (side.blocked() || side.queue().empty(EventQueue::Lane::kBlocking));
  }
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_CONNECTION_H_
