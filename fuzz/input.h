// The bytes of a fuzz target, taken as choices.
#ifndef FUZZ_INPUT_H_
#define FUZZ_INPUT_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"

namespace fuzz {

// Zeros once the bytes are used up.
class Input {
 public:
  explicit Input(absl::Span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool empty() const { return bytes_.empty(); }
  std::uint8_t Byte() {
    if (bytes_.empty()) return 0;
    const std::uint8_t byte = bytes_.front();
    bytes_.remove_prefix(1);
    return byte;
  }
  bool Flag() { return Byte() % 2 == 1; }
  // In [0, n), n at most 256.
  std::size_t Below(std::size_t n) { return Byte() % n; }
  // The next `size` bytes, or what is left of them.
  absl::Span<const std::uint8_t> Take(std::size_t size) {
    const absl::Span<const std::uint8_t> taken = bytes_.subspan(0, size);
    bytes_.remove_prefix(taken.size());
    return taken;
  }

 private:
  absl::Span<const std::uint8_t> bytes_;
};

}  // namespace fuzz

#endif  // FUZZ_INPUT_H_
