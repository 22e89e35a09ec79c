#include "sim/scheduler.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace sim {

Scheduler::EventId Scheduler::At(base::Instant at,
                                 std::function<void()> callback) {
  std::uint32_t slot;
  if (free_slots_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  slots_[slot].callback = std::move(callback);
  slots_[slot].used = true;
  heap_.emplace_back();
  SiftUp(heap_.size() - 1, {std::max(at, now_), next_sequence_++, slot});
  return EventId{(std::uint64_t{slots_[slot].generation} << 32) | slot};
}

void Scheduler::Cancel(EventId event) {
  const std::uint64_t id = static_cast<std::uint64_t>(event);
  const std::uint32_t slot = static_cast<std::uint32_t>(id);
  if (slot >= slots_.size() || !slots_[slot].used ||
      slots_[slot].generation != id >> 32) {
    return;
  }
  Remove(slots_[slot].position);
}

bool Scheduler::Step() {
  if (heap_.empty()) return false;
  now_ = heap_.front().at;
  ++events_run_;
  Remove(0)();
  return true;
}

void Scheduler::RunUntil(base::Instant end) {
  while (!heap_.empty() && heap_.front().at <= end) Step();
  now_ = std::max(now_, end);
}

std::optional<base::Instant> Scheduler::NextEvent() const {
  if (heap_.empty()) return std::nullopt;
  return heap_.front().at;
}

void Scheduler::Place(std::size_t position, const Entry& entry) {
  heap_[position] = entry;
  slots_[entry.slot].position = position;
}

void Scheduler::SiftUp(std::size_t position, Entry entry) {
  while (position > 0) {
    const std::size_t parent = (position - 1) / 2;
    if (!Before(entry, heap_[parent])) break;
    Place(position, heap_[parent]);
    position = parent;
  }
  Place(position, entry);
}

void Scheduler::SiftDown(std::size_t position, Entry entry) {
  while (true) {
    std::size_t child = 2 * position + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && Before(heap_[child + 1], heap_[child])) {
      ++child;
    }
    if (!Before(heap_[child], entry)) break;
    Place(position, heap_[child]);
    position = child;
  }
  Place(position, entry);
}

std::function<void()> Scheduler::Remove(std::size_t position) {
  BASE_CHECK(position < heap_.size());
  const std::uint32_t freed = heap_[position].slot;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (position < heap_.size()) {
    const bool rises = position > 0 && Before(last, heap_[(position - 1) / 2]);
    rises ? SiftUp(position, last) : SiftDown(position, last);
  }
  Slot& slot = slots_[freed];
  slot.used = false;
  ++slot.generation;
  free_slots_.push_back(freed);
  return std::exchange(slot.callback, nullptr);
}

}  // namespace sim
