// Words from a text: how a seed that people type becomes a generator's state.
#ifndef BASE_SIP_STREAM_H_
#define BASE_SIP_STREAM_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace base {

// SipHash-2-4 with a zero key over a text and a byte 0xff, run on after its end
// for as many words as are wanted. Equal to the Rust crate rand_seeder 0.4's
// `Seeder::from(text)`. Not for secrets. SOURCE: spec/maybenot.md 2.10.
class SipStream {
 public:
  explicit SipStream(absl::string_view text);

  std::uint64_t Next();

 private:
  void Round();
  void Absorb(std::uint64_t word);

  std::uint64_t v0_ = 0x736f6d6570736575;
  std::uint64_t v1_ = 0x646f72616e646f6d;
  std::uint64_t v2_ = 0x6c7967656e657261;
  std::uint64_t v3_ = 0x7465646279746573;
  std::uint64_t tweak_ = 0x13;
};

}  // namespace base

#endif  // BASE_SIP_STREAM_H_
