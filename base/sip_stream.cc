#include "base/sip_stream.h"

#include <bit>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace base {

SipStream::SipStream(absl::string_view text) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const std::uint64_t byte =
        i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0xff;
    word |= byte << (8 * (i % 8));
    if (i % 8 == 7) {
      Absorb(word);
      word = 0;
    }
  }
  Absorb(word | std::uint64_t{text.size() + 1} << 56);
  Round();
  Round();
}

std::uint64_t SipStream::Next() {
  v2_ ^= tweak_;
  tweak_ -= 0x11;
  Round();
  Round();
  return v0_ ^ v1_ ^ v2_ ^ v3_;
}

void SipStream::Absorb(std::uint64_t word) {
  v3_ ^= word;
  Round();
  Round();
  v0_ ^= word;
}

void SipStream::Round() {
  v0_ += v1_;
  v2_ += v3_;
  v1_ = std::rotl(v1_, 13) ^ v0_;
  v3_ = std::rotl(v3_, 16) ^ v2_;
  v0_ = std::rotl(v0_, 32) + v3_;
  v2_ += v1_;
  v1_ = std::rotl(v1_, 17) ^ v2_;
  v3_ = std::rotl(v3_, 21) ^ v0_;
  v2_ = std::rotl(v2_, 32);
}

}  // namespace base
