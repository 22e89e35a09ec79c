// Which of one sender's ids have come: what tells a repeated message from a new
// one.
#ifndef MGEN_SEEN_H_
#define MGEN_SEEN_H_

#include <bitset>
#include <cstdint>
#include <memory>

namespace mgen {

// Ids count up and come nearly in order, so this is a watermark, 16 bytes, and
// a bitmap of 128 only while there are gaps above it.
class Seen {
 public:
  // An id this far below the highest counts as seen: a gap that old is one that
  // its sender has given up.
  static constexpr std::uint32_t kWindow = 1024;

  // True the first time.
  bool Insert(std::uint32_t id);

 private:
  // Raises floor_ by `n`, and then past all that follow without a gap.
  void Raise(std::uint64_t n);

  std::uint64_t floor_ = 0;                      // All below it are seen.
  std::unique_ptr<std::bitset<kWindow>> above_;  // Bit k: floor_ + k.
};

}  // namespace mgen

#endif  // MGEN_SEEN_H_
