// Randomness for live defenses: OpenSSL's generator (a ChaCha-class one, seeded
// by the operating system), a buffer at a time.
#ifndef NET_ENTROPY_H_
#define NET_ENTROPY_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/random.h"

namespace net {

// What was drawn is wiped from the buffer at once. Ends the process if OpenSSL
// has no randomness to give: predictable padding is no defense.
class OpenSslEntropy : public base::EntropySource {
 public:
  OpenSslEntropy() = default;
  OpenSslEntropy(const OpenSslEntropy&) = delete;
  OpenSslEntropy& operator=(const OpenSslEntropy&) = delete;
  ~OpenSslEntropy() override;

  std::uint32_t NextU32() override { return Next<std::uint32_t>(); }
  std::uint64_t NextU64() override { return Next<std::uint64_t>(); }

 private:
  template <typename Word>
  Word Next();
  void Refill();

  std::array<std::uint8_t, 512> buffer_ = {};
  std::size_t used_ = buffer_.size();
};

}  // namespace net

#endif  // NET_ENTROPY_H_
