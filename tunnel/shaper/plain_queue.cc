#include "tunnel/shaper/plain_queue.h"

#include <algorithm>

namespace shaper {

std::size_t PlainQueue::Push(absl::Span<const std::uint8_t> bytes,
                             base::Instant now) {
  const std::size_t taken = std::min(bytes.size(), max_bytes_ - bytes_.size());
  bytes_.Append(bytes.first(taken));
  for (std::size_t left = taken; left > 0;) {
    const std::size_t size = std::min(left, kMaxPlainWriteBytes);
    writes_.push_back({size, now});
    left -= size;
  }
  return taken;
}

std::optional<base::Duration> PlainQueue::Pop(std::vector<std::uint8_t>& out,
                                              base::Instant now) {
  if (writes_.empty()) return std::nullopt;
  const Write write = writes_.front();
  writes_.pop_front();
  const absl::Span<const std::uint8_t> bytes = bytes_.view().first(write.bytes);
  out.assign(bytes.begin(), bytes.end());
  bytes_.Consume(write.bytes);
  return base::SaturatingSince(now, write.since);
}

}  // namespace shaper
