#include "base/deadlines.h"

namespace base {

void Deadlines::Set(std::uint32_t key, Instant at) {
  if (key >= places_.size()) places_.resize(key + 1, kNone);
  const Entry entry{.at = at, .sequence = next_sequence_++, .key = key};
  std::size_t place = places_[key];
  if (place == kNone) {
    place = heap_.size();
    heap_.push_back(entry);
  }
  Put(place, entry);
  Settle(place);
}

void Deadlines::Clear(std::uint32_t key) {
  if (key < places_.size() && places_[key] != kNone) Remove(places_[key]);
}

std::optional<Instant> Deadlines::Next() const {
  if (heap_.empty()) return std::nullopt;
  return heap_.front().at;
}

std::optional<std::uint32_t> Deadlines::PopDue(Instant now) {
  if (heap_.empty() || heap_.front().at > now) return std::nullopt;
  const std::uint32_t key = heap_.front().key;
  Remove(0);
  return key;
}

bool Deadlines::Before(const Entry& a, const Entry& b) {
  return a.at != b.at ? a.at < b.at : a.sequence < b.sequence;
}

void Deadlines::Put(std::size_t place, const Entry& entry) {
  heap_[place] = entry;
  places_[entry.key] = static_cast<std::uint32_t>(place);
}

void Deadlines::Settle(std::size_t place) {
  const Entry entry = heap_[place];
  while (place > 0 && Before(entry, heap_[(place - 1) / 2])) {
    Put(place, heap_[(place - 1) / 2]);
    place = (place - 1) / 2;
  }
  for (;;) {
    std::size_t child = 2 * place + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && Before(heap_[child + 1], heap_[child])) {
      ++child;
    }
    if (!Before(heap_[child], entry)) break;
    Put(place, heap_[child]);
    place = child;
  }
  Put(place, entry);
}

void Deadlines::Remove(std::size_t place) {
  places_[heap_[place].key] = kNone;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (place == heap_.size()) return;
  Put(place, last);
  Settle(place);
}

}  // namespace base
