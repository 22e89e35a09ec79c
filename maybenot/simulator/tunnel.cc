#include "maybenot/simulator/tunnel.h"

#include <algorithm>

#include "maybenot/simulator/event_queue.h"
#include "maybenot/simulator/pending_shifts.h"

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
  const base::Instant now = connection_.now;
  EventQueue& queue = side.queue();
  const EventQueue::Head first = queue.FirstHeld(side.blocking_bypassable());
  if (!first.exists() || queue.top(first.lane).padding) return false;
  if (!padding.bypass) return true;
  // The packet itself bypasses, and passes its delay on unless others are
  // blocked near it. SOURCE: spec/maybenot.md section 5, "Aggregate delay".
  QueuedEvent packet = queue.Pop(first.lane);
  packet.bypass = true;
  const EventQueue::Head other = queue.FirstHeld(false);
  const bool adjacent =
      other.exists() && other.at - packet.at <= PendingShifts::kAdjacent;
  if (!adjacent && !PendingShifts::IsOfBurst(queue.next_base(), packet.at)) {
    connection_.shifts.Add(now - packet.at, now, side.name());
  }
  QueueSent(packet, side);
  return true;
}

void Tunnel::Enter(const QueuedEvent& packet, Side& side) {
  const base::Instant now = connection_.now;
  Side& peer = connection_.Peer(side);
  const IntegrationDelay reporting = peer.delays().Reporting();
  const base::Duration extra = side.bottleneck().Send(now);
  if (extra > base::Duration(0)) [[unlikely]]
    ShiftAfterBottleneck(extra, side);
  // A report that comes very late to the sender is not received before it.
  const base::Duration until_sent = packet.padding
                                        ? ToDuration(packet.integration_delay)
                                        : -ToDuration(packet.integration_delay);
  const base::Instant received = std::max(
      packet.at + until_sent + delay_ + extra + ToDuration(reporting), now);
  peer.queue().Push({.at = received,
                     .integration_delay = reporting,
                     .rank = Rank::kTunnelRecv,
                     .padding = packet.padding});
}

// Every packet that is blocked is near: it came before this one. Quirk: the
// client's shift counts on both sides.
void Tunnel::ShiftAfterBottleneck(base::Duration extra, const Side& side) {
  const base::Instant now = connection_.now;
  const EventQueue& queue = side.queue();
  const base::Instant next_base =
      queue.NextBaseShifted(connection_.client.queue().shift());
  if (queue.num_outgoing() > 0 || PendingShifts::IsOfBurst(next_base, now))
    return;
  connection_.shifts.Add(extra, now, side.name());
}

void Tunnel::Leave(const QueuedEvent& packet, Side& side) {
  QueueReceived(
      {.at = packet.at,
       .integration_delay = packet.integration_delay,
       .rank = packet.padding ? Rank::kPaddingRecv : Rank::kNormalRecv,
       .padding = packet.padding},
      side);
}

void Tunnel::QueueSent(const QueuedEvent& event, Side& side) {
  if (GoesNext(side, event.bypass)) {
    side.queue().PushNext(event);
  } else {
    side.queue().Push(event);
  }
}

void Tunnel::QueueReceived(const QueuedEvent& event, Side& side) {
  if (side.queue().first_free().IsBehind(event) &&
      GoesBeforePeer(event.rank, side) && connection_.is_quiet() &&
      connection_.only_held_packets_wait()) {
    side.queue().PushNext(event);
  } else {
    side.queue().Push(event);
  }
}

// As Picker::Choose has it.
bool Tunnel::GoesBeforePeer(Rank rank, const Side& side) const {
  const EventQueue::Head& there = connection_.Peer(side).queue().first_free();
  if (there.at != connection_.now) return there.at > connection_.now;
  if (!connection_.no_packet_waits()) return side.is_client();
  return side.is_client() ? rank <= there.rank : rank < there.rank;
}

bool Tunnel::GoesNext(const Side& side, bool bypass) const {
  if (!connection_.is_quiet()) return false;
  const bool passes = bypass && side.blocking_bypassable();
  if (side.blocked() && !passes) return false;
  const EventQueue& queue = side.queue();
  const EventQueue::Head& free = queue.first_free();
  // As EventQueue::FirstFree has it; nothing else that waits is of its rank.
  if (connection_.no_packet_waits()) return true;
  const base::Instant now = connection_.now;
  return (side.blocked() || queue.empty(EventQueue::Lane::kBlocking)) &&
         connection_.only_held_packets_wait() && free.at > now &&
         connection_.Peer(side).queue().first_free().at > now &&
         (!passes || free.lane != EventQueue::Lane::kBase ||
          free.at - queue.shift() > now);
}

}  // namespace maybenot::simulator
