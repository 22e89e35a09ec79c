#include "base/byte_queue.h"

#include "base/check.h"

namespace base {

void ByteQueue::Append(absl::Span<const std::uint8_t> bytes) {
  // Moving at most as many bytes as were consumed keeps the cost a byte
  // constant.
  if (begin_ >= size()) {
    bytes_.erase(bytes_.begin(),
                 bytes_.begin() + static_cast<std::ptrdiff_t>(begin_));
    begin_ = 0;
  }
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

void ByteQueue::Consume(std::size_t count) {
  BASE_CHECK(count <= size());
  begin_ += count;
}

}  // namespace base
