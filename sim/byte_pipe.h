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
#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "base/time.h"
#include "sim/link.h"
#include "sim/scheduler.h"

namespace sim {

// One direction may cross several links in a row (a user's uplink, a server's
// downlink); links are shared by pipes and outlive them.
class BytePipe {
 public:
  enum class End : std::uint8_t { kClient = 0, kServer = 1 };
  struct Callbacks {
    std::function<void(absl::Span<const std::uint8_t>)> on_received;
    std::function<void()> on_writable;  // HasRoom turned true.
    std::function<void()> on_closed;    // Reset or closed by the other end.
  };
  struct Options {
    std::vector<Link*> to_server, to_client;
    base::Duration resend_after = base::Milliseconds(200);  // Beside the RTT.
  };

  // The connection is up after one round trip; then on_writable of both ends.
  BytePipe(Scheduler* scheduler, Options options,
           std::array<Callbacks, 2> callbacks);
  ~BytePipe();  // Cancels what it has scheduled.

  // Whether the first link takes a write of `bytes` whole now. Where it does
  // not, on_writable is called when it does.
  bool HasRoom(End from, std::size_t bytes);
  // Requires: HasRoom. Arrives in one piece, in order, once.
  void Write(End from, absl::Span<const std::uint8_t> bytes);

  // All that is on its way is lost; both ends hear on_closed, at once.
  void Reset();
  // What is on its way arrives; then the other end hears on_closed.
  void Close(End from);
};

}  // namespace sim

#endif  // SIM_BYTE_PIPE_H_
