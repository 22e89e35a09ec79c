// The events that wait on one side of a simulation.
#ifndef MAYBENOT_SIMULATOR_EVENT_QUEUE_H_
#define MAYBENOT_SIMULATOR_EVENT_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/time.h"
#include "maybenot/simulator/base_shift.h"
#include "maybenot/simulator/binary_heap.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {

// A packet of the input trace at the side that sends it.
struct BasePacket {
  base::Instant at;  // When NormalSent is reported, without any shift.
  base::Duration integration_delay = base::Duration(0);
};

// Four lanes. Base packets are in the order of their times; what the network
// and earlier blocking have delayed them by, the shift, is not in them, and the
// caller says it. SOURCE: spec/maybenot.md section 5, "State per side".
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
    base::Instant at = kNever;  // Shifted; kNever: there is none.
    Rank rank = Rank::kTimerEnd;
    Lane lane = Lane::kBlocking;
    bool exists() const { return at != kNever; }
  };

  // `base` in any order.
  explicit EventQueue(std::vector<BasePacket> base);

  // Requires: no kNormalSent.
  void Push(const QueuedEvent& event) {
    if (has_next_) [[unlikely]]
      GiveUpNext();
    if (event.rank != Rank::kTunnelSent) {
      pending_packets_ += CountsAsPending(event) ? 1 : 0;
      internal_.Push(event);
    } else if (event.bypass) {
      bypassable_.Push(event);
    } else {
      blocking_.Push(event);
    }
  }

  // As Push of what is sure to be popped next, without the search for it.
  // Requires: it is the first of all lanes, and alone in its own if that is not
  // the internal one.
  void PushNext(const QueuedEvent& event) {
    next_ = event;
    has_next_ = true;
  }
  bool has_next() const { return has_next_; }
  // Requires: has_next().
  QueuedEvent PopNext() {
    has_next_ = false;
    if (next_.rank != Rank::kTunnelSent && internal_.size() > 1) {
      // Nothing changes but, perhaps, the order of others that are equal.
      internal_.Push(next_);
      internal_.Pop();
    }
    return next_;
  }

  // Of all lanes. Requires: not has_next(). Ties go to the lane that Lane names
  // first, but the base lane is before another event of its instant and rank.
  Head First(base::Duration shift) const {
    Head first;
    Take(bypassable_, Lane::kBypassable, first);
    Take(blocking_, Lane::kBlocking, first);
    Take(internal_, Lane::kInternal, first);
    TakeBase(shift, first);
    return first;
  }

  // The first packet that blocking holds back, where it is bypassable or not.
  Head FirstHeld(bool bypassable) const;

  // The first event that it does not hold back. Quirk: whether a packet that
  // bypasses goes before a base packet is told by the latter's time without its
  // shift.
  Head FirstFree(bool bypassable, base::Duration shift) const;

  // Requires: `lane` is not empty.
  QueuedEvent Pop(Lane lane, base::Duration shift) {
    switch (lane) {
      case Lane::kBypassable:
        return bypassable_.Pop();
      case Lane::kBlocking:
        return blocking_.Pop();
      case Lane::kInternal: {
        const QueuedEvent event = internal_.Pop();
        pending_packets_ -= CountsAsPending(event) ? 1 : 0;
        return event;
      }
      case Lane::kBase:
        break;
    }
    const BasePacket& packet = base_[next_base_++];
    return {.at = packet.at + shift,
            .integration_delay = packet.integration_delay,
            .rank = Rank::kNormalSent};
  }

  const QueuedEvent& top(Lane lane) const {
    return lane == Lane::kBlocking ? blocking_.top() : bypassable_.top();
  }

  // Without shift; none: all were sent.
  std::optional<base::Instant> next_base() const {
    if (next_base_ == base_.size()) return std::nullopt;
    return base_[next_base_].at;
  }

  std::size_t num_base() const { return base_.size() - next_base_; }

  // Whether the next base packet comes at most BaseShift::kBurst after `at`, or
  // before it.
  bool BaseFollows(base::Instant at, base::Duration shift) const {
    return next_base_ < base_.size() &&
           base_[next_base_].at + shift - at <= BaseShift::kBurst;
  }

  // How many TunnelSent wait.
  std::size_t num_outgoing() const {
    return blocking_.size() + bypassable_.size();
  }

  // The latest time of an outgoing packet that is at most `bound`, or `least`
  // if none is later than that.
  base::Instant LatestOutgoing(base::Instant least, base::Instant bound) const;

  // Whether no packet of the input trace is left. Quirk: any padding but such
  // as is scheduled counts as one that is left, and NormalRecv does not.
  // SOURCE: spec/maybenot.md section 5, "Stop".
  bool no_normal_packets() const {
    return next_base_ == base_.size() && num_outgoing() == 0 &&
           pending_packets_ == 0 &&
           !(has_next_ &&
             (CountsAsPending(next_) || next_.rank == Rank::kTunnelSent));
  }

 private:
  using Heap = BinaryHeap<QueuedEvent, EarlierEvent>;

  void GiveUpNext();
  static bool CountsAsPending(const QueuedEvent& event) {
    return event.rank == Rank::kTunnelRecv || event.padding;
  }
  static void Take(const Heap& heap, Lane lane, Head& first) {
    if (heap.empty()) return;
    const QueuedEvent& top = heap.top();
    if (top.at < first.at || (top.at == first.at && top.rank < first.rank)) {
      first = {top.at, top.rank, lane};
    }
  }
  void TakeBase(base::Duration shift, Head& first) const {
    if (next_base_ == base_.size()) return;
    const base::Instant at = base_[next_base_].at + shift;
    if (at < first.at || (at == first.at && Rank::kNormalSent <= first.rank)) {
      first = {at, Rank::kNormalSent, Lane::kBase};
    }
  }

  bool has_next_ = false;
  QueuedEvent next_;
  std::vector<BasePacket> base_;
  std::size_t next_base_ = 0;
  Heap blocking_;
  Heap bypassable_;
  Heap internal_;
  std::size_t pending_packets_ = 0;  // In internal_.
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_EVENT_QUEUE_H_
