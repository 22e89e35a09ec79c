#include "base/entropy/entropy.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "openssl/crypto.h"
#include "openssl/rand.h"

namespace base {

OpenSslEntropy::~OpenSslEntropy() {
  OPENSSL_cleanse(buffer_.data(), buffer_.size());
}

template <typename Word>
Word OpenSslEntropy::Next() {
  if (buffer_.size() - used_ < sizeof(Word)) Refill();
  Word word;
  std::uint8_t* const drawn = buffer_.data() + used_;
  std::memcpy(&word, drawn, sizeof(Word));
  std::memset(drawn, 0, sizeof(Word));
  // So that the compiler keeps the wiping, without a call.
  __asm__ __volatile__("" : : "r"(drawn) : "memory");
  used_ += sizeof(Word);
  return word;
}

template std::uint32_t OpenSslEntropy::Next<std::uint32_t>();
template std::uint64_t OpenSslEntropy::Next<std::uint64_t>();

void OpenSslEntropy::Refill() {
  if (RAND_bytes(buffer_.data(), static_cast<int>(buffer_.size())) != 1) {
    if (on_failure_ != nullptr) on_failure_();
    std::fputs("OpenSSL has no randomness to give (RAND_bytes failed)\n",
               stderr);
    std::abort();
  }
  used_ = 0;
}

}  // namespace base
