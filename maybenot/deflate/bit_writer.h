// Bits into bytes: the first bit is a byte's lowest.
#ifndef MAYBENOT_DEFLATE_BIT_WRITER_H_
#define MAYBENOT_DEFLATE_BIT_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace maybenot::deflate {

// Cost: linear in what is written. SOURCE: RFC 1951 3.1.1.
class BitWriter {
 public:
  // A place to go back to.
  struct Mark {
    std::size_t bytes = 0;
    std::uint64_t bits = 0;
    unsigned bit_count = 0;
  };

  // The lowest `count` bits of `bits`, lowest first.
  // Requires: count <= 32, and no bit of `bits` beyond them.
  void Put(std::uint32_t bits, unsigned count) {
    pending_.bits |= std::uint64_t{bits} << pending_.bit_count;
    pending_.bit_count += count;
    while (pending_.bit_count >= 8) {
      bytes_.push_back(static_cast<char>(pending_.bits & 0xff));
      pending_.bits >>= 8;
      pending_.bit_count -= 8;
    }
  }

  // Zeros up to the next byte.
  void AlignToByte();

  // Requires: aligned to a byte.
  void PutBytes(absl::string_view bytes);

  Mark Here() const {
    return {bytes_.size(), pending_.bits, pending_.bit_count};
  }
  // Forgets what was written after `mark`.
  void GoBackTo(const Mark& mark);

  // The bytes that are complete.
  const std::string& bytes() const { return bytes_; }
  std::string TakeBytes() { return std::move(bytes_); }

 private:
  struct Pending {
    std::uint64_t bits = 0;
    unsigned bit_count = 0;  // Under 8 between calls.
  };

  std::string bytes_;
  Pending pending_;
};

}  // namespace maybenot::deflate

#endif  // MAYBENOT_DEFLATE_BIT_WRITER_H_
