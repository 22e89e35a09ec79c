// The first of several deadlines, some of which there may not be.
#ifndef BASE_EARLIER_H_
#define BASE_EARLIER_H_

#include <optional>

#include "base/time.h"

namespace base {

// Of `a` and `b`; none is never.
constexpr std::optional<Instant> Earlier(std::optional<Instant> a,
                                         std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return *b < *a ? b : a;
}

}  // namespace base

#endif  // BASE_EARLIER_H_
