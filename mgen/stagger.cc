#include "mgen/stagger.h"

#include <bit>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "base/time.h"

namespace mgen {
namespace {

// Firefox's hash, as the crate that the original uses computes it on a machine
// of 64 bits. SOURCE: fxhash 0.2.1.
class FxHash {
 public:
  // A string as Rust hashes it: its bytes, then one that is in no UTF-8.
  void Add(absl::string_view text) {
    while (text.size() >= 8) AddWord(TakeWord(text, 8));
    if (text.size() >= 4) AddWord(TakeWord(text, 4));
    while (!text.empty()) AddWord(TakeWord(text, 1));
    AddWord(0xff);
  }

  std::uint64_t value() const { return value_; }

 private:
  // The first `size` bytes of `text`, which it loses, the lowest first.
  static std::uint64_t TakeWord(absl::string_view& text, std::size_t size) {
    std::uint64_t word = 0;
    for (std::size_t i = size; i-- > 0;) {
      word = word << 8 | static_cast<unsigned char>(text[i]);
    }
    text.remove_prefix(size);
    return word;
  }

  void AddWord(std::uint64_t word) {
    value_ = (std::rotl(value_, 5) ^ word) * 0x517cc1b727220a95;
  }

  std::uint64_t value_ = 0;
};

}  // namespace

base::Duration Stagger(absl::string_view user, absl::string_view group,
                       base::Duration max) {
  const auto max_ms = static_cast<std::int64_t>(max / base::Milliseconds(1));
  if (max_ms < 1) return base::Duration(0);
  FxHash hash;
  hash.Add(user);
  hash.Add(group);
  return base::Milliseconds(static_cast<std::int64_t>(
      hash.value() % static_cast<std::uint64_t>(max_ms)));
}

}  // namespace mgen
