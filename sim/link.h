// One direction of a link: rate, delay, loss and a finite drop-tail queue, as
// arithmetic on the time when the last byte has left.
#ifndef SIM_LINK_H_
#define SIM_LINK_H_

#include <cstddef>
#include <cstdint>

#include "base/random.h"
#include "base/time.h"

namespace sim {

class Link {
 public:
  struct Options {
    std::uint64_t rate_bits_per_second = 0;    // 0: unlimited.
    base::Duration delay = base::Duration(0);  // One way, after serialization.
    double loss = 0;              // Of packets, in [0, 1), independent.
    std::size_t queue_bytes = 0;  // Not yet sent, the packet in service
                                  // included; 0: unlimited.
  };
  enum class Outcome : std::uint8_t { kDelivered, kLost, kQueueFull };
  struct Sent {
    Outcome outcome;
    base::Instant arrival;  // Of its last byte; kLost: when it would have been.
  };

  Link(Options options, base::Random random);

  // Lost packets take their time on the link; those that find it full do not.
  Sent Send(std::size_t bytes, base::Instant now);

  // Whether `bytes` fit in the queue now. An empty queue takes any packet.
  bool HasRoom(std::size_t bytes, base::Instant now) const;
  // When HasRoom(bytes) will be true, if nothing more is sent.
  base::Instant RoomAt(std::size_t bytes, base::Instant now) const;

  const Options& options() const { return options_; }

 private:
  // Of serialization, rounded up.
  base::Duration TimeOnLink(std::size_t bytes) const;

  Options options_;
  base::Random random_;
  base::Instant free_at_{};  // When the last byte has left.
};

}  // namespace sim

#endif  // SIM_LINK_H_
