// Randomness for live defenses: OpenSSL's generator (a ChaCha-class one, seeded
// by the operating system), a buffer at a time.
#ifndef BASE_ENTROPY_ENTROPY_H_
#define BASE_ENTROPY_ENTROPY_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/random.h"

namespace base {

// What was drawn is wiped from the buffer at once. A fork() would repeat the
// rest of the buffer: make one after it.
class OpenSslEntropy : public EntropySource {
 public:
  // Called when OpenSSL has no randomness to give; must not return. A library
  // may throw.
  using OnFailure = void (*)();

  // Ends the process on failure: predictable padding is no defense.
  OpenSslEntropy() = default;
  explicit OpenSslEntropy(OnFailure on_failure) : on_failure_(on_failure) {}
  OpenSslEntropy(const OpenSslEntropy&) = delete;
  OpenSslEntropy& operator=(const OpenSslEntropy&) = delete;
  ~OpenSslEntropy() override;

  std::uint32_t NextU32() override { return Next<std::uint32_t>(); }
  std::uint64_t NextU64() override { return Next<std::uint64_t>(); }

 private:
  template <typename Word>
  Word Next();
  void Refill();

  OnFailure on_failure_ = nullptr;
  std::array<std::uint8_t, 2048> buffer_ = {};
  std::size_t used_ = buffer_.size();
};

}  // namespace base

#endif  // BASE_ENTROPY_ENTROPY_H_
