#include "maybenot/simulator/picker.h"

#include <algorithm>

namespace maybenot::simulator {

inline Picker::Choice Picker::Choose(base::Instant earliest_else) {
  if (!connection_.only_held_packets_wait()) {
    return ChooseAmongPackets(earliest_else);
  }
  Side* const client = &connection_.client;
  Side* const server = &connection_.server;
  const EventQueue::Head& of_client = client->queue().first_free();
  const EventQueue::Head& of_server = server->queue().first_free();
  // Quirk: while a packet is held back, rank does not matter between sides.
  const bool client_first =
      of_client.at < of_server.at ||
      (of_client.at == of_server.at &&
       (of_client.rank <= of_server.rank || !connection_.no_packet_waits()));
  return client_first ? Choice{of_client.at, of_client.lane, client}
                      : Choice{of_server.at, of_server.lane, server};
}

inline Picker::Picked Picker::Pop(const Choice& choice) {
  Picked picked{choice.side->queue().Pop(choice.lane), choice.side};
  picked.event.at = std::max(picked.event.at, choice.at);
  return picked;
}

Picker::Picked Picker::Search() {
  Side& client = connection_.client;
  Side& server = connection_.server;
  while (true) {
    const base::Instant shift = connection_.shifts.next();
    const base::Instant earliest_else =
        std::min({client.next_wake(), server.next_wake(), shift});
    const Choice queued = Choose(earliest_else);
    if (queued.at < earliest_else) return Pop(queued);
    if (earliest_else == kNever) return {QueuedEvent{}, nullptr};
    Side& unblocked =
        client.blocking_end() < server.blocking_end() ? client : server;
    if (shift == earliest_else) {
      ShiftTrace();
      continue;
    }
    Picked picked;
    if (unblocked.blocking_end() == earliest_else) {
      if (EndBlocking(unblocked, picked)) return picked;
      continue;
    }
    if (queued.at == earliest_else) return Pop(queued);
    const bool timer = client.next_timer() == earliest_else ||
                       server.next_timer() == earliest_else;
    Side& woken =
        (timer ? client.next_timer() : client.next_action()) == earliest_else
            ? client
            : server;
    const QueuedEvent event =
        timer ? woken.ExpireTimer() : woken.ExpireAction();
    if (PickOrQueue(event, woken, earliest_else, picked)) return picked;
  }
}

void Picker::ShiftTrace() {
  const PendingShifts::Shift shift = connection_.shifts.PopNext();
  (shift.side == SideName::kClient ? connection_.client : connection_.server)
      .queue()
      .Shift(shift.delay);
}

// All else that waits is later than what has led to the event.
bool Picker::PickOrQueue(const QueuedEvent& event, Side& side,
                         base::Instant due, Picked& picked) {
  if (event.at > due || side.blocking_end() <= event.at ||
      !connection_.only_held_packets_wait()) {
    side.queue().Push(event);
    return false;
  }
  side.queue().PassThrough(event);
  picked = {event, &side};
  return true;
}

Picker::Choice Picker::ChooseAmongPackets(base::Instant earliest_else) {
  const base::Instant now = connection_.now;
  Side* const client = &connection_.client;
  Side* const server = &connection_.server;
  const EventQueue::Head of_client = client->queue().First();
  const EventQueue::Head of_server = server->queue().First();
  // What blocking held back has a time that is past.
  const base::Instant client_at = std::max(of_client.at, now);
  const base::Instant server_at = std::max(of_server.at, now);
  const bool client_first =
      client_at < server_at ||
      (client_at == server_at && of_client.rank <= of_server.rank);
  const EventQueue::Head& first = client_first ? of_client : of_server;
  Side* const side = client_first ? client : server;
  const base::Instant at = client_first ? client_at : server_at;
  if (at > earliest_else) return {};
  const bool passes = first.rank != Rank::kTunnelSent || !side->blocked() ||
                      (side->blocking_bypassable() &&
                       first.lane == EventQueue::Lane::kBypassable);
  if (passes) return {at, first.lane, side};
  const Choice client_choice = ChooseOf(*client);
  const Choice server_choice = ChooseOf(*server);
  return client_choice.at <= server_choice.at ? client_choice : server_choice;
}

Picker::Choice Picker::ChooseOf(Side& side) {
  const base::Instant now = connection_.now;
  // Kept from the last blocking where there is none: then nothing is held.
  const bool bypassable = side.blocking_bypassable();
  const EventQueue::Head held = side.queue().FirstHeld(bypassable);
  const EventQueue::Head free = side.queue().FirstFree(bypassable);
  const base::Instant held_at =
      held.exists() ? std::max(held.at, side.HeldUntil(now)) : kNever;
  const bool held_first =
      held_at < free.at ||
      (held_at == free.at && free.lane != EventQueue::Lane::kBase);
  return held_first ? Choice{held_at, held.lane, &side}
                    : Choice{std::max(free.at, now), free.lane, &side};
}

bool Picker::EndBlocking(Side& side, Picked& picked) {
  const base::Instant end = side.blocking_end();
  ShiftAfterBlocking(side, end);
  const QueuedEvent event = side.EndBlocking();
  if (event.at > end) {
    side.queue().Push(event);
    return false;
  }
  picked = {event, &side};
  return true;
}

// The first packet that was held back passes its delay on, less what the last
// of its burst was held back for, unless more of the burst is still to come.
// SOURCE: spec/maybenot.md section 5, "Aggregate delay".
void Picker::ShiftAfterBlocking(const Side& side, base::Instant end) {
  const EventQueue& queue = side.queue();
  const EventQueue::Head first = queue.FirstHeld(false);
  if (!first.exists() || first.at >= end) return;
  base::Instant last = first.at;
  if (queue.num_outgoing() > 2) {
    last = queue.LatestOutgoing(first.at, first.at + PendingShifts::kBurst);
  }
  if (last == end || PendingShifts::IsOfBurst(queue.next_base(), first.at)) {
    return;
  }
  connection_.shifts.Add(end - last, end, side.name());
}

}  // namespace maybenot::simulator
