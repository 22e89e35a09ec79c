// Instants and durations that every core speaks. A core is told the time; the
// timeline has no now(), so a core that asks for it does not compile.
#ifndef BASE_TIME_H_
#define BASE_TIME_H_

#include <chrono>
#include <cstdint>
#include <limits>

namespace base {

// Signed 64-bit nanoseconds: +-292 years.
using Duration = std::chrono::nanoseconds;

struct Timeline {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<Timeline>;
  static constexpr bool is_steady = true;
};

// A point of a run's own time. `Instant{}` is where the run starts; the edge
// maps real clocks to it.
using Instant = Timeline::time_point;

constexpr Duration Microseconds(std::int64_t us) {
  return std::chrono::microseconds(us);
}
constexpr Duration Milliseconds(std::int64_t ms) {
  return std::chrono::milliseconds(ms);
}
constexpr Duration Seconds(std::int64_t s) { return std::chrono::seconds(s); }

// `s` seconds, truncated to whole nanoseconds. NaN and negative values are 0;
// what does not fit is the longest Duration.
constexpr Duration FromSeconds(double s) {
  if (!(s > 0)) return Duration(0);
  const double ns = s * 1e9;
  if (ns >= 9223372036854774784.0) return Duration::max();
  return Duration(static_cast<std::int64_t>(ns));
}

constexpr double ToSeconds(Duration d) {
  return static_cast<double>(d.count()) / 1e9;
}

// `t + d`, or the last Instant where that would overflow.
constexpr Instant SaturatingAdd(Instant t, Duration d) {
  if (d > Duration(0) && t > Instant::max() - d) return Instant::max();
  return t + d;
}

// `a + b`, or the longest Duration where that would overflow. Requires: b >= 0.
constexpr Duration SaturatingAdd(Duration a, Duration b) {
  return a > Duration::max() - b ? Duration::max() : a + b;
}

// `later - earlier`, or zero if it is the other way round.
constexpr Duration SaturatingSince(Instant later, Instant earlier) {
  return later > earlier ? later - earlier : Duration(0);
}

}  // namespace base

#endif  // BASE_TIME_H_
