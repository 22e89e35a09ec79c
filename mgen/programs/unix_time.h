// Points in the world's time, as the programs' options give them.
#ifndef MGEN_PROGRAMS_UNIX_TIME_H_
#define MGEN_PROGRAMS_UNIX_TIME_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mgen {

// "1795340000.25": seconds since 1970 with up to nine digits of fraction, as
// nanoseconds. Exact, where a double would not be.
// Errors: kInvalidArgument, with the text.
absl::StatusOr<std::int64_t> ParseUnixTime(absl::string_view text);

struct UnixWindow {
  std::int64_t from_ns = 0, to_ns = 0;
};

// "FROM..TO", FROM before TO.
absl::StatusOr<UnixWindow> ParseUnixWindow(absl::string_view text);

}  // namespace mgen

#endif  // MGEN_PROGRAMS_UNIX_TIME_H_
