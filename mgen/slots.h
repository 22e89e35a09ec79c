// Values under ids that are never given twice, so that a late word about what
// is gone finds nothing. O(1) a call.
#ifndef MGEN_SLOTS_H_
#define MGEN_SLOTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace mgen {

// An id has the place of its value in the lower half and how often the place
// was used before in the upper. Places are small numbers, used again.
template <typename T>
class Slots {
 public:
  std::size_t size() const { return slots_.size() - free_.size(); }

  // Moves values: pointers to them do not survive this.
  std::uint64_t Add(T value) {
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(slots_.size()));
      slots_.emplace_back();
    }
    const std::uint32_t place = free_.back();
    free_.pop_back();
    slots_[place].value = std::move(value);
    return IdAt(place);
  }

  // Null if it is gone.
  T* Find(std::uint64_t id) {
    return Holds(id) ? &*slots_[Place(id)].value : nullptr;
  }
  const T* Find(std::uint64_t id) const {
    return Holds(id) ? &*slots_[Place(id)].value : nullptr;
  }

  // Nothing, if it is gone.
  void Remove(std::uint64_t id) {
    if (!Holds(id)) return;
    Slot& slot = slots_[Place(id)];
    slot.value.reset();
    ++slot.uses;
    free_.push_back(Place(id));
  }

  static std::uint32_t Place(std::uint64_t id) {
    return static_cast<std::uint32_t>(id);
  }
  // Of the value that is there now. Requires: there is one.
  std::uint64_t IdAt(std::uint32_t place) const {
    return std::uint64_t{slots_[place].uses} << 32 | place;
  }

 private:
  struct Slot {
    std::optional<T> value;
    std::uint32_t uses = 0;
  };

  bool Holds(std::uint64_t id) const {
    const std::uint32_t place = Place(id);
    return place < slots_.size() && slots_[place].value.has_value() &&
           slots_[place].uses == id >> 32;
  }

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace mgen

#endif  // MGEN_SLOTS_H_
