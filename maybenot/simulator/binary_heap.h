// A priority queue that keeps equal elements in the order in which the
// reference's would.
#ifndef MAYBENOT_SIMULATOR_BINARY_HEAP_H_
#define MAYBENOT_SIMULATOR_BINARY_HEAP_H_

#include <cstddef>
#include <vector>

#include "absl/types/span.h"

namespace maybenot::simulator {

// A binary heap whose top is an element that no other is `Before`. Neither
// first come nor last come goes first among equals: which does is what the
// steps of Rust's std::collections::BinaryHeap make of it, and golden runs
// depend on that. So an element that is pushed climbs only past what it is
// strictly before; and a pop lets the hole at the top sink to the bottom, the
// right child rising where both are equal, and then lets the last element climb
// from there. O(log n) each. T is small and trivially copied.
template <typename T, typename Before>
class BinaryHeap {
 public:
  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }

  // Requires: not empty.
  const T& top() const { return items_.front(); }

  // All elements: each is before neither of its parent's, at (i - 1) / 2.
  absl::Span<const T> items() const { return items_; }

  void Push(const T& item) {
    items_.push_back(item);
    Climb(items_.size() - 1, item);
  }

  // Requires: not empty.
  T Pop() {
    const T last = items_.back();
    items_.pop_back();
    if (items_.empty()) return last;
    const T top = items_.front();
    Climb(SinkHole(), last);
    return top;
  }

 private:
  // Puts `item` where it belongs on the way from `place` to the top.
  void Climb(std::size_t place, const T& item) {
    T* const items = items_.data();
    while (place > 0) {
      const std::size_t parent = (place - 1) / 2;
      if (!Before()(item, items[parent])) break;
      items[place] = items[parent];
      place = parent;
    }
    items[place] = item;
  }

  // Moves the hole at the top to a leaf; returns its place.
  std::size_t SinkHole() {
    T* const items = items_.data();
    const std::size_t size = items_.size();
    std::size_t hole = 0;
    std::size_t child = 1;
    while (child + 1 < size) {
      child += Before()(items[child], items[child + 1]) ? 0 : 1;
      items[hole] = items[child];
      hole = child;
      child = 2 * hole + 1;
    }
    if (child < size) {
      items[hole] = items[child];
      hole = child;
    }
    return hole;
  }

  std::vector<T> items_;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_BINARY_HEAP_H_
