#include "net/clock.h"

#include <limits>

namespace net {
namespace {

using Int64Limits = std::numeric_limits<std::int64_t>;

std::int64_t SaturatingSum(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return b > 0 ? Int64Limits::max() : Int64Limits::min();
}

std::int64_t SaturatingDifference(std::int64_t a, std::int64_t b) {
  std::int64_t difference = 0;
  if (!__builtin_sub_overflow(a, b, &difference)) return difference;
  return b < 0 ? Int64Limits::max() : Int64Limits::min();
}

}  // namespace

Clock::Clock()
    : start_(std::chrono::steady_clock::now()),
      unix_ns_at_start_(std::chrono::duration_cast<base::Duration>(
                            std::chrono::system_clock::now().time_since_epoch())
                            .count()) {}

base::Instant Clock::Now() const {
  return base::Instant(std::chrono::duration_cast<base::Duration>(
      std::chrono::steady_clock::now() - start_));
}

base::Instant Clock::AtUnix(std::int64_t unix_ns) const {
  return base::Instant(
      base::Duration(SaturatingDifference(unix_ns, unix_ns_at_start_)));
}

std::int64_t Clock::UnixNs(base::Instant at) const {
  return SaturatingSum(unix_ns_at_start_, at.time_since_epoch().count());
}

std::chrono::steady_clock::time_point Clock::ToSteady(base::Instant at) const {
  const std::int64_t start =
      std::chrono::duration_cast<base::Duration>(start_.time_since_epoch())
          .count();
  return std::chrono::steady_clock::time_point(
      base::Duration(SaturatingSum(start, at.time_since_epoch().count())));
}

}  // namespace net
