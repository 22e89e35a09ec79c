// A first-in, first-out queue of bytes that shows its content in one piece.
#ifndef BASE_BYTE_QUEUE_H_
#define BASE_BYTE_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace base {

// Unbounded: its users bound what they append. Constant time a byte, on
// average.
class ByteQueue {
 public:
  void Append(absl::Span<const std::uint8_t> bytes);

  // Drops the oldest bytes. Requires: count <= size().
  void Consume(std::size_t count);

  // The content, oldest first. Valid until the next Append or Consume.
  absl::Span<const std::uint8_t> view() const {
    return absl::MakeConstSpan(bytes_).subspan(begin_);
  }
  std::size_t size() const { return bytes_.size() - begin_; }
  bool empty() const { return size() == 0; }

 private:
  std::vector<std::uint8_t> bytes_;  // The first begin_ of them are consumed.
  std::size_t begin_ = 0;
};

}  // namespace base

#endif  // BASE_BYTE_QUEUE_H_
