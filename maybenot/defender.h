// The integrator that every host of the engine needs: a framework, its timers,
// the state of blocking and a bounded queue, without I/O.
//
// A host in ten lines; `link.HasRoom()` says that the transport takes a whole
// packet now:
//
//   void Pump(Instant now) {                        // After every call below.
//     while (link.HasRoom()) {
//       std::optional<Packet> packet = defender.PollPacket(now);
//       if (!packet) break;
//       link.Write(packet->kind == Kind::kNormal ? TakeNext() : MakePadding());
//     }
//   }
//   on data:     if (!defender.Enqueue(size, now)) StopReading();  Pump(now);
//   on arrival:  defender.HandleReceived(kind, size, now);         Pump(now);
//   on timer:    defender.HandleDeadline(now);                     Pump(now);
//   then:        timer.Set(defender.NextDeadline());
//
// SOURCE: design.md "The Defender"; spec/maybenot.md section 4.
#ifndef MAYBENOT_DEFENDER_H_
#define MAYBENOT_DEFENDER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/blocking.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/instant_budget.h"
#include "maybenot/machine.h"
#include "maybenot/packet_queue.h"
#include "maybenot/timers.h"

namespace maybenot {

// One side of one defended link. A packet is what the host writes in one piece;
// normal packets leave in the order in which they were enqueued.
//
// Order at one instant: end of blocking, then the packets that waited for it;
// what came in or was queued; internal timers; action timers; within a kind, by
// machine. Each event is a framework call of its own, and its actions are in
// force before the next. TimerBegin follows the writes of its instant: it is
// reported when PollPacket has nothing more to give, or at the start of the
// next other call.
//
// Time may come late (a deadline is then handled at `now`) and never goes back:
// an older `now` counts as the latest seen.
class Defender {
 public:
  // What a full queue does.
  enum class OnFull : std::uint8_t {
    kRefuse,  // Enqueue refuses; the host stops reading its source.
    // Besides, what fills the queue ends blocking, if it can be bypassed.
    kEndBlocking,
  };
  // What happens once all machines have ended.
  enum class Restart : std::uint8_t {
    kNever,      // Packets go through undefended.
    kWhenEnded,  // The next normal packet starts them anew.
  };
  // Which reading of "a timer begins" to follow; docs/deviations.md.
  enum class TimerBegin : std::uint8_t {
    kWhenChanged,  // Only if the timer was set or changed.
    kAlways,       // At every kUpdateTimer.
  };

  // The defaults suit a VPN's link.
  struct Options {
    Framework::Limits limits = {};
    std::size_t queue_packets =
        1024;  // Held while blocked or without room; >= 1.
    OnFull on_full = OnFull::kRefuse;
    // kWhenEnded: once all machines have ended and no action is pending, the
    // next normal packet starts a new framework on the same generator.
    Restart restart = Restart::kNever;
    TimerBegin timer_begin = TimerBegin::kWhenChanged;
    // How long Close() lets the queue drain under the defense's rules.
    base::Duration close_limit = base::Seconds(5);
    // Padding packets' size as accounted, in bytes. 0: the host does not say.
    std::uint32_t padding_bytes = 0;
    bool record_events = false;  // Keep TakeEvents() for tests and traces.
  };

  // One packet to write.
  struct Packet {
    PacketKind kind;
    std::uint32_t bytes;    // As enqueued; padding_bytes for padding.
    base::Duration waited;  // From Enqueue, or from PaddingSent, until now.
  };

  // Packets and bytes count what PollPacket gave out and HandleReceived took.
  struct Statistics {
    // Packets of one kind in one direction.
    struct Traffic {
      std::uint64_t packets = 0;
      std::uint64_t bytes = 0;
    };
    Traffic normal_sent, padding_sent, normal_received, padding_received;
    base::Duration blocked = base::Duration(0);  // Up to the last call.
    base::Duration normal_waited =
        base::Duration(0);  // Sum over normal packets.
    base::Duration normal_waited_max = base::Duration(0);
    std::uint64_t refused = 0;          // Enqueue said no.
    std::uint64_t padding_dropped = 0;  // The queue was full; reported as sent.
    std::uint64_t padding_replaced = 0;  // A queued packet served instead.
    std::uint64_t blocking_ended_by_full_queue = 0;
    std::uint64_t stalled = 0;   // Pauses after kMaxEventsAtAnInstant.
    std::uint64_t restarts = 0;  // New frameworks.
    std::uint64_t given_up = 0;  // Normal packets dropped by Close().
  };

  // An event as it was reported to the framework; kind is set for TunnelSent
  // and TunnelRecv.
  struct Recorded {
    base::Instant at;
    TriggerEvent event;
    std::optional<PacketKind> kind;
  };

  // Timers, ends of blocking and TimerBegins handled at one instant. What is
  // due beyond that waits for 1 us, and the host's calls go on.
  static constexpr int kMaxEventsAtAnInstant = 1000;

  // Starts `machines` at `now`; none is no defense, but for the queue.
  // Errors: kInvalidArgument naming the option, its value and its bound.
  static absl::StatusOr<Defender> Create(Machines machines, Options options,
                                         base::Random random,
                                         base::Instant now);

  // Queues one normal packet of `bytes`: one NormalSent. What fell due strictly
  // before `now`, and an end of blocking at `now`, is handled first.
  // False: the queue is full or Close() was called; nothing was reported of it.
  [[nodiscard]] bool Enqueue(std::uint32_t bytes, base::Instant now);

  // How many more packets Enqueue would take now.
  std::size_t Room() const;

  // A packet arrived whole: TunnelRecv, then NormalRecv or PaddingRecv.
  void HandleReceived(PacketKind kind, std::uint32_t bytes, base::Instant now);

  // The next packet that may be written now, or none. The call is the write: it
  // reports TunnelSent. Call it only when the transport takes a whole packet.
  std::optional<Packet> PollPacket(base::Instant now);

  // When to call HandleDeadline; none: not before something else happens.
  // May lie in the past when several things are due.
  std::optional<base::Instant> NextDeadline() const;

  // Handles the one thing that is due first, if it is due. The host polls, then
  // looks at NextDeadline() again.
  void HandleDeadline(base::Instant now);

  // No more packets: the machines run on, so that what is queued drains under
  // their rules, until the queue is empty or close_limit has passed; what is
  // left then is given up and counted (given_up). Idempotent.
  void Close(base::Instant now);
  // Close() was called and nothing more will be written.
  bool closed() const { return closed_; }

  // Set while blocking.
  std::optional<base::Instant> blocked_until() const {
    return blocking_.until();
  }
  // Nothing comes of the machines any more; true of none.
  bool all_machines_ended() const { return framework_.all_machines_ended(); }
  // What was counted since Create.
  const Statistics& statistics() const { return statistics_; }

  // With record_events: what was reported since the last call, in order.
  std::vector<Recorded> TakeEvents();

 private:
  // What falls due, in its order at one instant; a timer means the first one.
  enum class DueKind : std::uint8_t { kBlockingEnd, kTimer, kCloseLimit };
  struct Due {
    base::Instant at;
    DueKind kind;
  };

  Defender(Machines machines, const Options& options, Framework framework,
           base::Instant now);

  std::optional<Due> FirstDue() const;
  // False: too much has happened at this instant.
  bool Handle(const Due& due);
  void HandleExpired(const Timers::Expired& expired);
  void Pad(const TriggerAction& action);
  void EndBlocking();
  void EndBlockingIfFull();
  void RestartIfEnded();
  // Gives up what is queued, and stops.
  void Finish();

  // Reports an event at now_ and installs the actions it leads to.
  void Tell(TriggerEvent event, std::optional<PacketKind> kind = std::nullopt);
  void Install(const TriggerAction& action);

  bool SpendEvent();
  void Advance(base::Instant now);
  // Reports the timers that have begun.
  void Settle();
  // Settles what belongs to the last instant, then moves on to `now`.
  void Enter(base::Instant now);
  // Enters, and handles what comes before a packet of this instant.
  void CatchUp(base::Instant now);

  Machines machines_;
  Options options_;
  Framework framework_;
  base::Instant now_;  // The latest seen.
  Timers timers_;
  Blocking blocking_;
  PacketQueue queue_;
  std::deque<MachineId> begun_;  // Timers set whose TimerBegin is to come.
  InstantBudget budget_{kMaxEventsAtAnInstant};
  std::optional<base::Instant> close_limit_at_;  // Set by Close().
  bool closed_ = false;
  Statistics statistics_;
  std::vector<Recorded> events_;
};

}  // namespace maybenot

#endif  // MAYBENOT_DEFENDER_H_
