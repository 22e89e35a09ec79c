// When each of many keys is due: the earliest first, ties in the order in which
// they were set. Each call is O(log n), Next is O(1).
#ifndef BASE_DEADLINES_H_
#define BASE_DEADLINES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"

namespace base {

// Keys are small numbers: 4 bytes for each up to the largest ever set, and 24
// for each that has a deadline.
class Deadlines {
 public:
  // In place of the key's earlier deadline, if it has one.
  void Set(std::uint32_t key, Instant at);
  void Clear(std::uint32_t key);

  std::optional<Instant> Next() const;
  // The first key that is due by `now`; its deadline is gone then.
  std::optional<std::uint32_t> PopDue(Instant now);

 private:
  struct Entry {
    Instant at;
    std::uint64_t sequence;
    std::uint32_t key;
  };
  static constexpr std::uint32_t kNone = 0xffffffff;

  static bool Before(const Entry& a, const Entry& b);
  void Put(std::size_t place, const Entry& entry);
  // Moves the entry at `place` up or down to where it belongs.
  void Settle(std::size_t place);
  void Remove(std::size_t place);

  std::vector<Entry> heap_;  // A binary heap: children at 2k+1, 2k+2.
  std::vector<std::uint32_t>
      places_;  // By key: its place in the heap, or none.
  std::uint64_t next_sequence_ = 0;
};

}  // namespace base

#endif  // BASE_DEADLINES_H_
