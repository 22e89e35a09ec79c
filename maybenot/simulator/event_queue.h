// The events that wait on one side of a simulation.
#ifndef MAYBENOT_SIMULATOR_EVENT_QUEUE_H_
#define MAYBENOT_SIMULATOR_EVENT_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "maybenot/simulator/binary_heap.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {

// A packet of the input trace at the side that sends it.
struct BasePacket {
  base::Instant at;  // When NormalSent is reported, without any shift.
  IntegrationDelay integration_delay = IntegrationDelay{0};
};

// Four lanes. Base packets are in the order of their times, and later than
// those by what the network and blocking have delayed the trace by so far, the
// shift. SOURCE: spec/maybenot.md section 5, "State per side".
class EventQueue {
 public:
  enum class Lane : std::uint8_t {
    kBypassable,  // TunnelSent that bypassable blocking lets pass.
    kBlocking,    // TunnelSent else.
    kInternal,    // What is none of the others.
    kBase,        // NormalSent of the input trace.
  };
  // The first event of one or more lanes.
  struct Head {
    base::Instant at = kNever;  // kNever: there is none.
    Rank rank = Rank::kTimerEnd;
    Lane lane = Lane::kBlocking;
    bool exists() const { return at != kNever; }
    bool IsBehind(const QueuedEvent& event) const {
      return event.at < at || (event.at == at && event.rank < rank);
    }
  };

  // `base` in any order.
  explicit EventQueue(std::vector<BasePacket> base);

  // Requires: no kNormalSent.
  void Push(const QueuedEvent& event) {
    if (has_next_) [[unlikely]]
      GiveUpNext();
    if (event.rank != Rank::kTunnelSent) {
      PushInternal(event);
      return;
    }
    ++num_outgoing_;
    (event.bypass ? bypassable_ : blocking_).Push(event);
  }

  // As Push of what is sure to be popped next, without the search for it.
  // Requires: it is before all others, and its lane is empty if that is not the
  // internal one.
  void PushNext(const QueuedEvent& event) {
    next_ = event;
    has_next_ = true;
  }
  bool has_next() const { return has_next_; }
  // Requires: has_next().
  QueuedEvent PopNext() {
    has_next_ = false;
    if (next_.rank != Rank::kTunnelSent) PassThrough(next_);
    return next_;
  }

  // As Push and then Pop of `event`, which may change the order of others that
  // are equal. Requires: it is of the internal lane, and before all that wait
  // there.
  void PassThrough(const QueuedEvent& event) {
    if (!MayHoldEquals()) return;
    internal_.Push(event);
    internal_.Pop();
  }

  // Of all lanes. Ties go by rank, then to the lane that Lane names first, but
  // a base packet is before what is equal to it.
  Head First() const;

  // The first packet that blocking holds back, where it is bypassable or not.
  Head FirstHeld(bool bypassable) const;

  // Of the internal and the base lane.
  const Head& first_free() const { return first_free_; }

  // The first event that blocking does not hold back. Quirk: whether a packet
  // that bypasses goes before a base packet is told by the latter's time
  // without its shift.
  Head FirstFree(bool bypassable) const;

  // Requires: `lane` is not empty.
  QueuedEvent Pop(Lane lane) {
    if (lane == Lane::kInternal) return PopInternal();
    if (lane == Lane::kBase) return PopBase();
    --num_outgoing_;
    return (lane == Lane::kBlocking ? blocking_ : bypassable_).Pop();
  }

  bool empty(Lane outgoing) const {
    return (outgoing == Lane::kBlocking ? blocking_ : bypassable_).empty();
  }
  const QueuedEvent& top(Lane outgoing) const {
    return (outgoing == Lane::kBlocking ? blocking_ : bypassable_).top();
  }

  // Base packets come so much later, from now on, than until now: up to
  // kMaxShift later than the trace says, 73 years.
  static constexpr base::Duration kMaxShift{std::int64_t{1} << 61};
  void Shift(base::Duration delay);
  base::Duration shift() const { return shift_; }

  // The first base packet, shifted; kNever: all were sent.
  base::Instant next_base() const { return next_base_at_; }
  // The same, where the shift is `shift`.
  base::Instant NextBaseShifted(base::Duration shift) const {
    return next_base_at_ == kNever ? kNever : next_base_at_ - shift_ + shift;
  }
  std::size_t num_base() const { return base_.size() - next_base_; }

  // How many TunnelSent wait.
  std::size_t num_outgoing() const { return num_outgoing_; }

  // The latest time of an outgoing packet that is at most `bound`, or `least`
  // if none is later than that.
  base::Instant LatestOutgoing(base::Instant least, base::Instant bound) const;

  // Whether no packet of the input trace is left. Quirk: any padding but such
  // as is scheduled counts as one that is left, and NormalRecv does not.
  // SOURCE: spec/maybenot.md section 5, "Stop".
  bool no_normal_packets() const {
    return next_base_at_ == kNever && pending_packets_ == 0 &&
           num_outgoing_ == 0 &&
           !(has_next_ &&
             (CountsAsPending(next_) || next_.rank == Rank::kTunnelSent));
  }

 private:
  using Heap = BinaryHeap<QueuedEvent, EarlierEvent>;

  static bool CountsAsPending(const QueuedEvent& event) {
    return event.rank == Rank::kTunnelRecv || event.padding;
  }

  // Whether two events of the internal lane may have one time and rank. No two
  // TunnelRecv have as long as each comes after all that wait.
  bool MayHoldEquals() const { return num_others_ > 1 || recv_out_of_order_; }

  void PushInternal(const QueuedEvent& event) {
    pending_packets_ += CountsAsPending(event) ? 1 : 0;
    if (event.rank != Rank::kTunnelRecv) {
      ++num_others_;
    } else if (event.at > latest_recv_) {
      latest_recv_ = event.at;
    } else {
      recv_out_of_order_ = true;
    }
    if (first_free_.IsBehind(event)) {
      first_free_ = {event.at, event.rank, Lane::kInternal};
    }
    internal_.Push(event);
  }

  QueuedEvent PopInternal() {
    const QueuedEvent event = internal_.Pop();
    pending_packets_ -= CountsAsPending(event) ? 1 : 0;
    num_others_ -= event.rank == Rank::kTunnelRecv ? 0 : 1;
    FindFirstFree();
    return event;
  }

  QueuedEvent PopBase() {
    const QueuedEvent event{
        .at = next_base_at_,
        .integration_delay = base_[next_base_].integration_delay,
        .rank = Rank::kNormalSent};
    ++next_base_;
    next_base_at_ =
        next_base_ < base_.size() ? base_[next_base_].at + shift_ : kNever;
    FindFirstFree();
    return event;
  }

  void FindFirstFree() {
    if (internal_.empty()) {
      recv_out_of_order_ = false;
      first_free_ = {next_base_at_, Rank::kNormalSent, Lane::kBase};
      return;
    }
    const QueuedEvent& top = internal_.top();
    if (next_base_at_ < top.at ||
        (next_base_at_ == top.at && Rank::kNormalSent <= top.rank)) {
      first_free_ = {next_base_at_, Rank::kNormalSent, Lane::kBase};
    } else {
      first_free_ = {top.at, top.rank, Lane::kInternal};
    }
  }

  void GiveUpNext();

  Head first_free_;
  base::Instant next_base_at_ = kNever;
  Heap internal_;
  std::size_t num_outgoing_ = 0;     // In blocking_ and bypassable_.
  std::size_t pending_packets_ = 0;  // In internal_.
  std::size_t num_others_ = 0;       // In internal_: not TunnelRecv.
  base::Instant latest_recv_ = base::Instant::min();
  bool recv_out_of_order_ = false;
  bool has_next_ = false;
  QueuedEvent next_;
  Heap blocking_;
  Heap bypassable_;
  std::vector<BasePacket> base_;
  std::size_t next_base_ = 0;
  base::Duration shift_ = base::Duration(0);
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_EVENT_QUEUE_H_
