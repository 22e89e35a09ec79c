// A reliable, ordered byte stream between two hosts over a pair of links: what
// TCP gives, without its bytes. What a link loses is sent again after a timeout
// and holds up what follows it; a full queue makes the writer wait.
#ifndef SIM_BYTE_PIPE_H_
#define SIM_BYTE_PIPE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "base/time.h"
#include "sim/link.h"
#include "sim/scheduler.h"

namespace sim {

// One direction may cross several links in a row (a user's uplink, a server's
// downlink); links are shared by pipes and outlive them. Writers that wait for
// one link are served in turn.
//
// Callbacks are called from the scheduler, never from within Write; they may
// call anything here but the destructor.
class BytePipe {
 public:
  enum class End : std::uint8_t { kClient = 0, kServer = 1 };
  struct Callbacks {
    std::function<void(absl::Span<const std::uint8_t>)> on_received;
    std::function<void()> on_writable;  // HasRoom turned true.
    std::function<void()> on_closed;    // Reset or closed by the other end.
  };
  struct Options {
    std::vector<Link*> to_server = {}, to_client = {};  // In order of crossing.
    base::Duration resend_after = base::Milliseconds(200);  // Beside the RTT.
  };

  // The connection is up after one round trip; then on_writable of both ends,
  // the client's first.
  BytePipe(Scheduler* scheduler, Options options,
           std::array<Callbacks, 2> callbacks);
  BytePipe(const BytePipe&) = delete;
  BytePipe& operator=(const BytePipe&) = delete;
  ~BytePipe();  // Cancels what it has scheduled.

  // Whether the first link takes a write of `bytes` whole now. Where it does
  // not, on_writable is called when it does. False before the connection is up
  // and after it is closed.
  bool HasRoom(End from, std::size_t bytes);
  // Requires: HasRoom. Arrives in one piece, in order, once.
  void Write(End from, absl::Span<const std::uint8_t> bytes);

  // All that is on its way is lost; both ends hear on_closed, at once.
  void Reset();
  // What `from` wrote arrives; then the other end hears on_closed. `from` hears
  // nothing more.
  void Close(End from);

 private:
  // One write, or the end of a direction.
  struct Segment {
    std::vector<std::uint8_t> bytes;
    Scheduler::EventId event{};
    std::size_t hop = 0;  // Links crossed.
    bool arrived = false;
    bool end = false;
  };
  struct Direction {
    BytePipe* pipe;
    End from;
    std::vector<Link*> links;
    std::deque<Segment> in_flight;  // Sent, not yet delivered.
    std::uint64_t first = 0;        // Sequence number of in_flight.front().
    std::vector<std::vector<std::uint8_t>> spare;  // Buffers to use again.
    std::optional<Scheduler::EventId> waiting;     // For waiting_bytes of room.
    std::size_t waiting_bytes = 0;
    bool closing = false;
  };

  Direction& DirectionFrom(End from) {
    return directions_[static_cast<std::size_t>(from)];
  }
  // What the receiving end of `direction` gets called.
  Callbacks& Receiver(const Direction& direction) {
    return callbacks_[1 - static_cast<std::size_t>(direction.from)];
  }

  void Start();
  void WakeWriter(Direction& direction);
  void Launch(Direction& direction, absl::Span<const std::uint8_t> bytes,
              bool end);
  // Moves segment `sequence` over its next link, or into its receiver's hands.
  void Advance(Direction& direction, std::uint64_t sequence);
  void Deliver(Direction& direction);
  void CancelAll();

  Scheduler* scheduler_;
  base::Duration resend_after_;  // The RTT included.
  std::array<Callbacks, 2> callbacks_;
  std::array<Direction, 2> directions_;
  std::optional<Scheduler::EventId> starting_;
  bool closed_ = false;
};

}  // namespace sim

#endif  // SIM_BYTE_PIPE_H_
