// MGen's log lines. Tools read them by field position, so the lines are the
// interface. SOURCE: spec/traffic.md 1.6.
//
//   YYYY-MM-DD HH:MM:SS,SECONDS.NANOSECONDS,FIELD,FIELD...   (UTC; 9 digits)
//
// No field is quoted; CheckName keeps commas and line breaks out of names.
#ifndef MGEN_LOG_LINE_H_
#define MGEN_LOG_LINE_H_

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "base/time.h"
#include "mgen/message_server.h"
#include "mgen/user.h"

namespace mgen {

// Where a run's timeline stands in the world's: the Unix time of Instant{} in
// nanoseconds, at least 0. Times past 2262 are written as its end.
struct WallClock {
  std::int64_t unix_ns_at_start = 0;
};

// A line without its line break. `fields`: comma separated, on one line.
std::string LogLine(WallClock clock, base::Instant at,
                    absl::string_view fields);

// The line of `event` of a conversation of `user` in `group`.
std::string UserLogLine(WallClock clock, absl::string_view user,
                        absl::string_view group, const User::Event& event);

std::string ServerLogLine(WallClock clock, const MessageServer::Event& event);

// What programs write beside the cores' events.
struct Listening {
  std::string address;  // "ADDR:PORT", with the port that is in use.

  bool operator==(const Listening&) const = default;
};
struct Accepted {
  std::string peer;  // "ADDR:PORT"

  bool operator==(const Accepted&) const = default;
};
struct DefenseInForce {  // On a connection of `name`, user or sender.
  std::string name, group;
  std::string description;  // shaper::DescribeDefense

  bool operator==(const DefenseInForce&) const = default;
};

std::string UserLogLine(WallClock clock, base::Instant at,
                        const DefenseInForce& defense);
std::string ServerLogLine(
    WallClock clock, base::Instant at,
    const std::variant<Listening, Accepted, DefenseInForce>& what);

}  // namespace mgen

#endif  // MGEN_LOG_LINE_H_
