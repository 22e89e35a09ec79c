// Drives a Defender in virtual time: each deadline at its very instant, over a
// transport that always has room.
#ifndef MAYBENOT_EXACT_HOST_H_
#define MAYBENOT_EXACT_HOST_H_

#include <cstdint>

#include "base/time.h"
#include "maybenot/defender.h"

namespace maybenot {

// Each call first does what comes before it, and afterwards writes all that may
// be written. Instants do not go back.
class ExactHost {
 public:
  // `defender` must outlive the host. After `max_deadlines` in all, the host
  // stops, so that machines which hardly let time pass cannot hold its caller.
  explicit ExactHost(Defender* defender, int max_deadlines = 1'000'000)
      : defender_(defender), deadlines_left_(max_deadlines) {}

  // What Defender::Enqueue returned.
  [[nodiscard]] bool Enqueue(std::uint32_t bytes, base::Instant at);
  void HandleReceived(PacketKind kind, std::uint32_t bytes, base::Instant at);
  // All that falls due up to and at `until`.
  void Run(base::Instant until);

  bool stopped() const { return deadlines_left_ == 0; }

 private:
  // What comes before a packet at `at`: all that falls due earlier, and an end
  // of blocking at that instant.
  void RunBefore(base::Instant at);
  void Handle(base::Instant deadline);
  void Write(base::Instant now);

  Defender* defender_;
  int deadlines_left_;
};

}  // namespace maybenot

#endif  // MAYBENOT_EXACT_HOST_H_
