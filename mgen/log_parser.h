// Reads MGen's log lines (log_line.h) back into values: for measurements, for
// tests that follow each message by its id, for people's tools. For each line
// that log_line.h writes, parsing gives what was written, as far as the line
// holds it. SOURCE: spec/traffic.md 1.6.
#ifndef MGEN_LOG_PARSER_H_
#define MGEN_LOG_PARSER_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mgen/log_line.h"
#include "mgen/message_server.h"
#include "mgen/user.h"

namespace mgen {

// A line of a kind that is not known here, from its kind on.
struct OtherLine {
  std::string fields;

  bool operator==(const OtherLine&) const = default;
};

// Of the defense that is in force; the line says whose.
struct DefenseNamed {
  std::string description;

  bool operator==(const DefenseNamed&) const = default;
};

struct UserLine {
  std::int64_t unix_ns;
  std::string user, group;
  std::variant<User::Waiting, User::Handshaked, User::Awake, User::Idle,
               User::Send, User::Receive, User::ReceiveReceipt, User::Failed,
               User::Dropped, DefenseNamed, OtherLine>
      what;

  bool operator==(const UserLine&) const = default;
};

struct ServerLine {
  std::int64_t unix_ns;
  std::variant<MessageServer::Accept, MessageServer::Register,
               MessageServer::RegistrationComplete, MessageServer::Received,
               MessageServer::Receipt, MessageServer::SentTo,
               MessageServer::FailedConnection, MessageServer::DroppedMessage,
               Listening, Accepted, DefenseInForce, OtherLine>
      what;

  bool operator==(const ServerLine&) const = default;
};

// One line of mgen-client, without its line break. A user's name must pass
// CheckName, and so on: what log_line.h would not write is an error, but for
// kinds that it does not know and for commas in an error's reason.
// Errors: kInvalidArgument "field NUMBER: ...", counted from 1.
absl::StatusOr<UserLine> ParseUserLine(absl::string_view line);

// The same of mgen-server.
absl::StatusOr<ServerLine> ParseServerLine(absl::string_view line);

// Whole logs, in order. Takes memory in proportion to `text`.
// Errors: kInvalidArgument "line NUMBER: ...", also if the last line is torn:
// without a line break.
absl::StatusOr<std::vector<UserLine>> ParseUserLog(absl::string_view text);
absl::StatusOr<std::vector<ServerLine>> ParseServerLog(absl::string_view text);

}  // namespace mgen

#endif  // MGEN_LOG_PARSER_H_
