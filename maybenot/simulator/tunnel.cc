#include "maybenot/simulator/tunnel.h"

#include <algorithm>

#include "maybenot/simulator/base_shift.h"
#include "maybenot/simulator/event_queue.h"

namespace maybenot::simulator {

void Tunnel::Carry(const QueuedEvent& event, Side& side) {
  switch (event.rank) {
    case Rank::kNormalSent:
      QueueSent({.at = event.at,
                 .integration_delay = event.integration_delay,
                 .rank = Rank::kTunnelSent},
                side);
      break;
    case Rank::kPaddingSent:
      SendPadding(event, side);
      break;
    case Rank::kTunnelSent:
      Enter(event, side);
      break;
    case Rank::kTunnelRecv:
      Leave(event, side);
      break;
    case Rank::kNormalRecv:
    case Rank::kPaddingRecv:
    case Rank::kBlockingBegin:
    case Rank::kBlockingEnd:
    case Rank::kTimerBegin:
    case Rank::kTimerEnd:
      break;
  }
}

void Tunnel::SendPadding(const QueuedEvent& padding, Side& side) {
  if (padding.replace && Replace(padding, side)) return;
  QueueSent({.at = padding.at,
             .integration_delay = padding.integration_delay,
             .rank = Rank::kTunnelSent,
             .padding = true,
             .bypass = padding.bypass},
            side);
}

bool Tunnel::Replace(const QueuedEvent& padding, Side& side) {
  EventQueue& queue = side.queue();
  const EventQueue::Head first = queue.FirstHeld(side.blocking_bypassable());
  if (!first.exists() || queue.top(first.lane).padding) return false;
  if (!padding.bypass) return true;
  // The packet itself bypasses, and passes its delay on unless others are
  // blocked near it. SOURCE: spec/maybenot.md section 5, "Aggregate delay".
  const base::Duration shift = connection_.ShiftOf(side);
  QueuedEvent packet = queue.Pop(first.lane, shift);
  packet.bypass = true;
  const EventQueue::Head other = queue.FirstHeld(false);
  const bool adjacent =
      other.exists() && other.at - packet.at <= BaseShift::kAdjacent;
  if (!adjacent && !queue.BaseFollows(packet.at, shift)) {
    connection_.shift.Add(connection_.now - packet.at, connection_.now,
                          side.name());
  }
  queue.Push(packet);
  return true;
}

void Tunnel::Enter(const QueuedEvent& packet, Side& side) {
  const base::Instant now = connection_.now;
  Side& peer = connection_.Peer(side);
  const base::Duration reporting = peer.delays().Reporting();
  const base::Duration extra = side.bottleneck().Send(now);
  // Every packet that is blocked is near: it came before this one. Quirk: the
  // client's shift counts on both sides.
  if (extra > base::Duration(0) && side.queue().num_outgoing() == 0 &&
      !side.queue().BaseFollows(packet.at, connection_.shift.client())) {
    connection_.shift.Add(extra, now, side.name());
  }
  // A report that comes very late to the sender is not received before it.
  const base::Duration until_sent =
      packet.padding ? packet.integration_delay : -packet.integration_delay;
  const base::Instant received =
      std::max(packet.at + until_sent + delay_ + extra + reporting, now);
  peer.queue().Push({.at = received,
                     .integration_delay = reporting,
                     .rank = Rank::kTunnelRecv,
                     .padding = packet.padding});
}

void Tunnel::Leave(const QueuedEvent& packet, Side& side) {
  QueueReceived(
      {.at = packet.at,
       .integration_delay = packet.integration_delay,
       .rank = packet.padding ? Rank::kPaddingRecv : Rank::kNormalRecv,
       .padding = packet.padding},
      side);
}

// The side is not blocked then, and no kind of event goes before TunnelSent.
void Tunnel::QueueSent(const QueuedEvent& event, Side& side) {
  if (NothingInTheWay()) {
    side.queue().PushNext(event);
  } else {
    side.queue().Push(event);
  }
}

void Tunnel::QueueReceived(const QueuedEvent& event, Side& side) {
  const Side& peer = connection_.Peer(side);
  const EventQueue::Head here = side.queue().First(connection_.ShiftOf(side));
  const EventQueue::Head there = peer.queue().First(connection_.ShiftOf(peer));
  const auto is_before = [&event](const EventQueue::Head& head) {
    return event.at < head.at ||
           (event.at == head.at && event.rank < head.rank);
  };
  if (NothingInTheWay() && is_before(here) && is_before(there)) {
    side.queue().PushNext(event);
  } else {
    side.queue().Push(event);
  }
}

bool Tunnel::NothingInTheWay() const {
  const base::Instant now = connection_.now;
  const Side& client = connection_.client;
  const Side& server = connection_.server;
  return connection_.shift.next() > now && client.blocking_end() > now &&
         server.blocking_end() > now && client.queue().num_outgoing() == 0 &&
         server.queue().num_outgoing() == 0 && !client.blocked() &&
         !server.blocked();
}

}  // namespace maybenot::simulator
