// Writes of a plain stream that wait for the transport: a write that goes in
// whole comes out whole, where it can.
#ifndef TUNNEL_SHAPER_PLAIN_QUEUE_H_
#define TUNNEL_SHAPER_PLAIN_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "base/byte_queue.h"
#include "base/time.h"

namespace shaper {

// The most that one write carries: a TLS record's.
inline constexpr std::size_t kMaxPlainWriteBytes = 16384;

class PlainQueue {
 public:
  // `max_bytes` are held. Requires: max_bytes >= 1.
  explicit PlainQueue(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // Takes a prefix of `bytes` and returns its length. It becomes a write of its
  // own, or several where it is longer than kMaxPlainWriteBytes.
  std::size_t Push(absl::Span<const std::uint8_t> bytes, base::Instant now);

  // Sets `out` to the oldest write and returns how long it waited; none: there
  // is no write.
  std::optional<base::Duration> Pop(std::vector<std::uint8_t>& out,
                                    base::Instant now);

  // Of the oldest write; 0: there is none.
  std::size_t next_bytes() const {
    return writes_.empty() ? 0 : writes_.front().bytes;
  }
  bool empty() const { return writes_.empty(); }

 private:
  struct Write {
    std::size_t bytes;
    base::Instant since;
  };

  std::size_t max_bytes_;
  base::ByteQueue bytes_;
  std::deque<Write> writes_;
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_PLAIN_QUEUE_H_
