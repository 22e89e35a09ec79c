// A queue in one block of memory: O(1) at both ends and by index, 24 bytes and
// no block while empty. There are thousands of these, nearly all empty, which
// is why it is not std::deque (64 bytes and a block of 512 each).
#ifndef MGEN_RING_H_
#define MGEN_RING_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/check.h"

namespace mgen {

// T: default constructible and movable. At most 2^31 of them.
template <typename T>
class Ring {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  T& operator[](std::size_t i) { return slots_[Slot(i)]; }
  const T& operator[](std::size_t i) const { return slots_[Slot(i)]; }
  const T& front() const { return slots_[head_]; }

  void PushBack(T value) {
    if (size_ == capacity_) Grow();
    slots_[Slot(size_)] = std::move(value);
    ++size_;
  }

  void PushFront(T value) {
    if (size_ == capacity_) Grow();
    head_ = (head_ + capacity_ - 1) & (capacity_ - 1);
    slots_[head_] = std::move(value);
    ++size_;
  }

  // Requires: not empty.
  T PopFront() {
    BASE_CHECK(size_ > 0);
    T value = std::move(slots_[head_]);
    head_ = (head_ + 1) & (capacity_ - 1);
    --size_;
    FreeIfEmpty();
    return value;
  }

  // Moves the shorter side over the gap. Requires: i < size().
  void Erase(std::size_t i) {
    BASE_CHECK(i < size_);
    if (i < size_ / 2) {
      for (std::size_t k = i; k > 0; --k)
        (*this)[k] = std::move((*this)[k - 1]);
      head_ = (head_ + 1) & (capacity_ - 1);
    } else {
      for (std::size_t k = i; k + 1 < size_; ++k) {
        (*this)[k] = std::move((*this)[k + 1]);
      }
    }
    --size_;
    FreeIfEmpty();
  }

 private:
  std::size_t Slot(std::size_t i) const {
    return (head_ + i) & (capacity_ - 1);
  }

  void Grow() {
    const std::uint32_t capacity = capacity_ == 0 ? 4 : 2 * capacity_;
    auto slots = std::make_unique<T[]>(capacity);
    for (std::size_t i = 0; i < size_; ++i) slots[i] = std::move((*this)[i]);
    slots_ = std::move(slots);
    capacity_ = capacity;
    head_ = 0;
  }

  void FreeIfEmpty() {
    if (size_ > 0) return;
    slots_.reset();
    capacity_ = 0;
    head_ = 0;
  }

  std::unique_ptr<T[]> slots_;
  std::uint32_t capacity_ = 0;  // 0 or a power of two.
  std::uint32_t head_ = 0;
  std::uint32_t size_ = 0;
};

}  // namespace mgen

#endif  // MGEN_RING_H_
