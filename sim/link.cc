#include "sim/link.h"

#include <algorithm>

#include "base/check.h"

namespace sim {

Link::Link(Options options, base::Random random)
    : options_(options), random_(random) {
  BASE_CHECK(options_.delay >= base::Duration(0));
  BASE_CHECK(options_.loss >= 0 && options_.loss < 1);
}

Link::Sent Link::Send(std::size_t bytes, base::Instant now) {
  if (!HasRoom(bytes, now)) return {Outcome::kQueueFull, now};
  free_at_ = base::SaturatingAdd(std::max(free_at_, now), TimeOnLink(bytes));
  // A link without loss draws nothing.
  const bool lost = options_.loss > 0 && UnitDouble(random_) < options_.loss;
  return {lost ? Outcome::kLost : Outcome::kDelivered,
          base::SaturatingAdd(free_at_, options_.delay)};
}

bool Link::HasRoom(std::size_t bytes, base::Instant now) const {
  return RoomAt(bytes, now) <= now;
}

base::Instant Link::RoomAt(std::size_t bytes, base::Instant now) const {
  if (options_.queue_bytes == 0 || free_at_ <= now) return now;
  if (bytes > options_.queue_bytes) return free_at_;
  // From then on, what has not left and `bytes` are at most the queue.
  return std::max(now, free_at_ - TimeOnLink(options_.queue_bytes - bytes));
}

base::Duration Link::TimeOnLink(std::size_t bytes) const {
  const std::uint64_t rate = options_.rate_bits_per_second;
  if (rate == 0) return base::Duration(0);
  constexpr std::uint64_t kBitNanosecondsPerByte = 8'000'000'000;
  if (bytes <= 2'000'000'000) {  // The product and the rounding fit 64 bits.
    const std::uint64_t product = bytes * kBitNanosecondsPerByte;
    const std::uint64_t ns = product / rate + (product % rate != 0 ? 1 : 0);
    return base::Duration(static_cast<std::int64_t>(
        std::min<std::uint64_t>(ns, base::Duration::max().count())));
  }
  return base::FromSeconds(8 * static_cast<double>(bytes) /
                           static_cast<double>(rate));
}

}  // namespace sim
