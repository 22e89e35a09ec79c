// A process's time. The wall clock is read once, when the Clock is made; from
// then on the monotonic clock alone counts, so that times in logs never go
// back.
#ifndef NET_CLOCK_H_
#define NET_CLOCK_H_

#include <chrono>
#include <cstdint>

#include "base/time.h"

namespace net {

class Clock {
 public:
  Clock();
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;

  // Since construction, which is Instant{}. Never goes back.
  base::Instant Now() const;

  // Nanoseconds since 1970 at Instant{}.
  std::int64_t unix_ns_at_start() const { return unix_ns_at_start_; }
  // The same point in the other's terms; what does not fit is the first or last
  // that does. An instant before Instant{} is fine.
  base::Instant AtUnix(std::int64_t unix_ns) const;
  std::int64_t UnixNs(base::Instant at) const;

  // For timers of the operating system; saturates as AtUnix.
  std::chrono::steady_clock::time_point ToSteady(base::Instant at) const;

 private:
  std::chrono::steady_clock::time_point start_;
  std::int64_t unix_ns_at_start_;
};

}  // namespace net

#endif  // NET_CLOCK_H_
