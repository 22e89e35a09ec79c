// When a session gives a sign of life, and when the lack of the peer's means
// that it is gone. SOURCE: spec/tunnel.md section 4 and trap 10.
#ifndef TUNNEL_SMUX_KEEPALIVE_H_
#define TUNNEL_SMUX_KEEPALIVE_H_

#include "base/time.h"

namespace smux {

// Two periods, both counted from the begin. A peer that falls silent is noticed
// between one and two timeouts later: at the second check after its last frame.
class Keepalive {
 public:
  struct Periods {
    base::Duration ping;   // Between two NOPs. Over 0.
    base::Duration check;  // Between two looks at the peer. Over 0.
  };
  struct Due {
    bool ping = false;    // A NOP is to be sent.
    bool check = false;   // A period of checks has ended,
    bool silent = false;  // and no frame came in it.
  };

  Keepalive(const Periods& periods, base::Instant now)
      : periods_(periods),
        ping_at_(base::SaturatingAdd(now, periods.ping)),
        check_at_(base::SaturatingAdd(now, periods.check)) {}

  // A frame has arrived.
  void HandleFrame() { heard_ = true; }

  base::Instant NextDeadline() const {
    return ping_at_ < check_at_ ? ping_at_ : check_at_;
  }
  // What is due by `now`. Of several periods that have passed, one counts.
  Due HandleDeadline(base::Instant now);

 private:
  Periods periods_;
  base::Instant ping_at_;
  base::Instant check_at_;
  bool heard_ = false;  // Since the last check.
};

}  // namespace smux

#endif  // TUNNEL_SMUX_KEEPALIVE_H_
