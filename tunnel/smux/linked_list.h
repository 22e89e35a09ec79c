// A list of items that hold their own links: an item goes in and out in
// constant time and without memory of its own, and knows whether it is in.
#ifndef TUNNEL_SMUX_LINKED_LIST_H_
#define TUNNEL_SMUX_LINKED_LIST_H_

#include "base/check.h"

namespace smux {

template <typename T>
struct Links {
  T* previous = nullptr;
  T* next = nullptr;
};

// First in, first out. Owns nothing: an item leaves before it dies or moves. An
// item has its place in at most one list for each Links that it has.
template <typename T, Links<T> T::* kLinks>
class LinkedList {
 public:
  bool empty() const { return first_ == nullptr; }
  T* front() const { return first_; }
  T* next(const T& item) const { return (item.*kLinks).next; }

  // Requires: if the item is in a list by these links, in this one.
  bool Contains(const T& item) const {
    return (item.*kLinks).previous != nullptr || first_ == &item;
  }

  // Requires: the item is in no list by these links.
  void PushBack(T& item) {
    Links<T>& links = item.*kLinks;
    BASE_CHECK(links.previous == nullptr && links.next == nullptr &&
               first_ != &item);
    links.previous = last_;
    (last_ == nullptr ? first_ : (last_->*kLinks).next) = &item;
    last_ = &item;
  }

  // Requires: the item is in this list.
  void Remove(T& item) {
    Links<T>& links = item.*kLinks;
    BASE_CHECK(Contains(item));
    (links.previous == nullptr ? first_ : (links.previous->*kLinks).next) =
        links.next;
    (links.next == nullptr ? last_ : (links.next->*kLinks).previous) =
        links.previous;
    links = {};
  }

  // Puts the item in, last, or takes it out; nothing if that is so already.
  void Keep(T& item, bool in) {
    if (Contains(item) == in) return;
    if (in) {
      PushBack(item);
    } else {
      Remove(item);
    }
  }

 private:
  T* first_ = nullptr;
  T* last_ = nullptr;
};

}  // namespace smux

#endif  // TUNNEL_SMUX_LINKED_LIST_H_
