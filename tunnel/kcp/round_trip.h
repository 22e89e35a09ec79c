// How long an answer takes: a smoothed round trip, and the time after which
// KCP sends again what was not answered. SOURCE: spec/tunnel.md 3.3, RTT.
#ifndef TUNNEL_KCP_ROUND_TRIP_H_
#define TUNNEL_KCP_ROUND_TRIP_H_

#include "base/time.h"

namespace kcp {

class RoundTrip {
 public:
  static constexpr base::Duration kInitialTimeout = base::Milliseconds(200);
  static constexpr base::Duration kMinTimeout = base::Milliseconds(100);
  static constexpr base::Duration kMaxTimeout = base::Seconds(60);
  // A peer that flushes this often answers this much later; so does its
  // variance not fall below.
  static constexpr base::Duration kInterval = base::Milliseconds(10);

  // Requires: sample >= 0.
  void AddSample(base::Duration sample);

  // 0: there is no sample yet.
  base::Duration smoothed() const { return smoothed_; }

  // For one that may lose what is written, in kMinTimeout..kMaxTimeout once
  // there is a sample.
  base::Duration timeout() const { return timeout_; }

 private:
  base::Duration smoothed_{};
  base::Duration variation_{};
  base::Duration timeout_ = kInitialTimeout;
};

}  // namespace kcp

#endif  // TUNNEL_KCP_ROUND_TRIP_H_
