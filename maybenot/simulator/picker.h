// What takes place next.
#ifndef MAYBENOT_SIMULATOR_PICKER_H_
#define MAYBENOT_SIMULATOR_PICKER_H_

#include <algorithm>

#include "base/time.h"
#include "maybenot/simulator/connection.h"
#include "maybenot/simulator/event_queue.h"
#include "maybenot/simulator/queued_event.h"
#include "maybenot/simulator/side.h"

namespace maybenot::simulator {

// Of all that is due first on either side, one goes: a shift of the base trace,
// then the end of blocking, then what is queued, then a machine's internal
// timer, then its action. Shifts, timers and actions are carried out on the
// way, until there is an event that a framework is to be told. SOURCE:
// spec/maybenot.md section 5, "Pick next".
class Picker {
 public:
  struct Picked {
    QueuedEvent event;
    Side* side;  // Null: nothing is left.
  };

  // `connection` must outlive it.
  explicit Picker(Connection* connection) : connection_(*connection) {}

  Picked PickNext() {
    if (connection_.client.queue().has_next()) return Next(connection_.client);
    if (connection_.server.queue().has_next()) return Next(connection_.server);
    return Search();
  }

 private:
  // The first event of a queue that may take place, and when.
  struct Choice {
    base::Instant at = kNever;
    EventQueue::Lane lane = EventQueue::Lane::kBlocking;
    Side* side = nullptr;
  };

  // What is known to be next, at `side`.
  Picked Next(Side& side) {
    Picked picked{side.queue().PopNext(), &side};
    picked.event.at = std::max(picked.event.at, connection_.now);
    return picked;
  }
  Picked Search();
  // Of both queues, or none if that is later than `earliest_else`.
  Choice Choose(base::Instant earliest_else);
  // The same where packets wait that may go.
  Choice ChooseAmongPackets(base::Instant earliest_else);
  Choice ChooseOf(Side& side);
  Picked Pop(const Choice& choice);
  void ShiftTrace();
  // Whether `event`, which what was `due` has led to, is `picked`; else it is
  // queued.
  bool PickOrQueue(const QueuedEvent& event, Side& side, base::Instant due,
                   Picked& picked);
  // Whether BlockingEnd is told at once, into `picked`; else it is queued.
  bool EndBlocking(Side& side, Picked& picked);
  void ShiftAfterBlocking(const Side& side, base::Instant end);

  Connection& connection_;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_PICKER_H_
