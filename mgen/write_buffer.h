// The write that is under way on a connection: bytes that a host takes in
// pieces. No memory while empty.
#ifndef MGEN_WRITE_BUFFER_H_
#define MGEN_WRITE_BUFFER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "base/check.h"

namespace mgen {

class WriteBuffer {
 public:
  bool empty() const { return bytes_.empty(); }
  absl::Span<const std::uint8_t> pending() const {
    return absl::MakeConstSpan(bytes_).subspan(taken_);
  }
  // For Append functions. Requires: empty().
  std::vector<std::uint8_t>& Fill() {
    BASE_CHECK(bytes_.empty());
    return bytes_;
  }
  // Requires: bytes <= pending().size().
  void Consume(std::size_t bytes) {
    BASE_CHECK(bytes <= bytes_.size() - taken_);
    taken_ += bytes;
    if (taken_ == bytes_.size()) Clear();
  }
  void Clear() {
    bytes_ = std::vector<std::uint8_t>();
    taken_ = 0;
  }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t taken_ = 0;
};

}  // namespace mgen

#endif  // MGEN_WRITE_BUFFER_H_
