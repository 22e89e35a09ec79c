// How long a conversation waits before it dials for the first time, so that a
// population does not all come at once. SOURCE: spec/traffic.md 1.4.
#ifndef MGEN_STAGGER_H_
#define MGEN_STAGGER_H_

#include "absl/strings/string_view.h"
#include "base/time.h"

namespace mgen {

inline constexpr base::Duration kDefaultStagger = base::Seconds(10);

// Whole milliseconds, at least 0 and below `max` (0 if that is under 1 ms): the
// original's hash of the two names, modulo `max`. The same in each run, and for
// the default the same as in the original.
base::Duration Stagger(absl::string_view user, absl::string_view group,
                       base::Duration max = kDefaultStagger);

}  // namespace mgen

#endif  // MGEN_STAGGER_H_
