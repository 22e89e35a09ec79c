// What packets make of each other on their way.
#ifndef MAYBENOT_SIMULATOR_TUNNEL_H_
#define MAYBENOT_SIMULATOR_TUNNEL_H_

#include "base/time.h"
#include "maybenot/simulator/connection.h"
#include "maybenot/simulator/queued_event.h"
#include "maybenot/simulator/side.h"

namespace maybenot::simulator {

// From a side's network stack to the other's: what was sent enters the tunnel
// at once, unless it is blocked there, and comes out after the network's delay.
// SOURCE: spec/maybenot.md section 5, "Network".
class Tunnel {
 public:
  // `connection` must outlive it.
  Tunnel(base::Duration delay, Connection* connection)
      : delay_(delay), connection_(*connection) {}

  // `event` takes place at `side`, now: queues what it leads to.
  void Carry(const QueuedEvent& event, Side& side);

 private:
  void SendPadding(const QueuedEvent& padding, Side& side);
  // Whether a packet that is held back went, or will go, in place of `padding`.
  bool Replace(const QueuedEvent& padding, Side& side);
  void Enter(const QueuedEvent& packet, Side& side);
  void ShiftAfterBottleneck(base::Duration extra, const Side& side);
  void Leave(const QueuedEvent& packet, Side& side);

  // Queues a TunnelSent that is due now.
  void QueueSent(const QueuedEvent& event, Side& side);
  // Queues what is due now and of the internal lane.
  void QueueReceived(const QueuedEvent& event, Side& side);
  // Whether an event that is due now at `side` goes before the free lanes of
  // the other side.
  bool GoesBeforePeer(Rank rank, const Side& side) const;
  // Whether a TunnelSent of `side` that bypasses, or does not, is the next to
  // go; false may be wrong.
  bool GoesNext(const Side& side, bool bypass) const;

  base::Duration delay_;
  Connection& connection_;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_TUNNEL_H_
