#include "mgen/seen.h"

#include <cstddef>

namespace mgen {

bool Seen::Insert(std::uint32_t id) {
  if (id < floor_) return false;
  if (above_ == nullptr) {
    if (id == floor_) {
      ++floor_;
      return true;
    }
    above_ = std::make_unique<std::bitset<kWindow>>();
  }
  if (id - floor_ >= kWindow) Raise(id - floor_ - kWindow + 1);
  if (above_ == nullptr) above_ = std::make_unique<std::bitset<kWindow>>();
  const std::size_t bit = static_cast<std::size_t>(id - floor_);
  if (above_->test(bit)) return false;
  above_->set(bit);
  if (bit == 0) Raise(0);
  return true;
}

void Seen::Raise(std::uint64_t n) {
  if (n >= kWindow) {
    above_->reset();
  } else {
    *above_ >>= static_cast<std::size_t>(n);
  }
  floor_ += n;
  std::size_t run = 0;
  while (run < kWindow && above_->test(run)) ++run;
  *above_ >>= run;
  floor_ += run;
  if (above_->none()) above_ = nullptr;
}

}  // namespace mgen
