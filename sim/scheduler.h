// Virtual time: a clock and an ordered queue of events. The only scheduler in
// tests and in `lab --backend sim`.
#ifndef SIM_SCHEDULER_H_
#define SIM_SCHEDULER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/time.h"

namespace sim {

// Runs callbacks in the order of (instant, sequence of scheduling). Time moves
// only between callbacks. Not for more than one thread.
//
// A binary heap whose entries know their callbacks' slots and are known to
// them: At, Cancel and Step are O(log n), and what is cancelled is gone.
class Scheduler {
 public:
  enum class EventId : std::uint64_t {};

  base::Instant now() const { return now_; }

  // Calls `callback` at `at`; an instant in the past is now. Callbacks may
  // schedule and cancel.
  EventId At(base::Instant at, std::function<void()> callback);

  // Idempotent; an event that has run is ignored.
  void Cancel(EventId event);

  // Runs the next event; false when there is none.
  bool Step();
  // Runs all events up to and including `end`; then now() is `end`.
  void RunUntil(base::Instant end);

  std::optional<base::Instant> NextEvent() const;
  std::uint64_t events_run() const { return events_run_; }

 private:
  struct Entry {
    base::Instant at;
    std::uint64_t sequence;
    std::uint32_t slot;
  };
  struct Slot {
    std::function<void()> callback;
    std::uint32_t generation = 0;  // Tells an event from the slot's next one.
    std::size_t position = 0;      // In heap_.
    bool used = false;
  };

  static bool Before(const Entry& a, const Entry& b) {
    return a.at != b.at ? a.at < b.at : a.sequence < b.sequence;
  }
  void Place(std::size_t position, const Entry& entry);
  void SiftUp(std::size_t position, Entry entry);
  void SiftDown(std::size_t position, Entry entry);
  // Takes the entry at `position` out of the heap and frees its slot.
  std::function<void()> Remove(std::size_t position);

  base::Instant now_{};
  std::uint64_t next_sequence_ = 0;
  std::uint64_t events_run_ = 0;
  std::vector<Entry> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
};

}  // namespace sim

#endif  // SIM_SCHEDULER_H_
