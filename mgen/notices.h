// Which of many keys a host is to look at: each is told once, in the order of
// raising, until it is lowered. O(1) a call, a byte a key.
#ifndef MGEN_NOTICES_H_
#define MGEN_NOTICES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "mgen/ring.h"

namespace mgen {

class Notices {
 public:
  // Nothing, if it is raised already.
  void Raise(std::uint32_t key);
  // It need not be told any more, and may be raised again.
  void Lower(std::uint32_t key);
  // The next that is raised and was not told.
  std::optional<std::uint32_t> Poll();

 private:
  enum class State : std::uint8_t {
    kLow,
    kRaised,     // In queue_.
    kTold,       // Not in queue_.
    kWithdrawn,  // Low, but still in queue_.
  };

  std::vector<State> states_;  // By key.
  Ring<std::uint32_t> queue_;  // A key at most once.
};

}  // namespace mgen

#endif  // MGEN_NOTICES_H_
