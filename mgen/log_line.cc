#include "mgen/log_line.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "base/time.h"
#include "mgen/message_server.h"
#include "mgen/model.h"
#include "mgen/user.h"

namespace mgen {
namespace {

constexpr std::int64_t kNanoseconds = 1'000'000'000;

absl::string_view StateName(Conversation::State state) {
  return state == Conversation::State::kIdle ? "Idle" : "Active";
}

// A reason as one field of a line.
std::string OneField(absl::string_view reason) {
  return absl::StrReplaceAll(reason, {{",", ";"}, {"\n", " "}, {"\r", " "}});
}

// What follows "USER,GROUP,".
struct UserFields {
  std::string operator()(const User::Waiting& e) const {
    return absl::StrCat("waiting,", e.stagger / base::Milliseconds(1));
  }
  std::string operator()(const User::Handshaked&) const { return "handshake"; }
  std::string operator()(const User::Awake&) const { return "awake"; }
  std::string operator()(const User::Idle&) const { return "Idle"; }
  std::string operator()(const User::Send& e) const {
    return absl::StrCat("send,", StateName(e.from), ",", StateName(e.to), ",",
                        e.blocks, ",", e.id);
  }
  std::string operator()(const User::Receive& e) const {
    return absl::StrCat("receive,", StateName(e.from), ",", StateName(e.to),
                        ",", e.sender, ",", e.body_bytes, ",", e.id);
  }
  std::string operator()(const User::ReceiveReceipt& e) const {
    return absl::StrCat("receive,", StateName(e.state), ",", StateName(e.state),
                        ",", e.sender, ",receipt,", e.id);
  }
  std::string operator()(const User::Failed& e) const {
    return absl::StrCat("error,", OneField(e.reason));
  }
  std::string operator()(const User::Dropped& e) const {
    return absl::StrCat("dropped,", e.id);
  }
};

struct ServerFields {
  std::string operator()(const MessageServer::Accept& e) const {
    return absl::StrCat("accept,", e.sender, ",", e.group);
  }
  std::string operator()(const MessageServer::Register& e) const {
    return absl::StrCat("register,", e.sender, ",", e.group);
  }
  std::string operator()(const MessageServer::RegistrationComplete&) const {
    return "registration phase complete";
  }
  std::string operator()(const MessageServer::Received& e) const {
    return absl::StrCat("received,", e.sender, ",", e.group, ",", e.id);
  }
  std::string operator()(const MessageServer::Receipt& e) const {
    return absl::StrCat("receipt,", e.sender, ",", e.group, ",", e.recipient,
                        ",", e.id);
  }
  std::string operator()(const MessageServer::SentTo& e) const {
    return absl::StrCat("sent,", e.recipient, ",", e.group);
  }
  std::string operator()(const MessageServer::FailedConnection& e) const {
    return absl::StrCat("failed,", OneField(e.step), ",", OneField(e.reason));
  }
  std::string operator()(const MessageServer::DroppedMessage& e) const {
    return absl::StrCat("dropped,", e.recipient, ",", e.group, ",",
                        e.is_receipt ? "receipt," : "", e.id);
  }
  std::string operator()(const Listening& e) const {
    return absl::StrCat("listening,", OneField(e.address));
  }
  std::string operator()(const Accepted& e) const {
    return absl::StrCat("accepted ", OneField(e.peer));
  }
  std::string operator()(const DefenseInForce& e) const {
    return absl::StrCat("defense,", e.name, ",", e.group, ",",
                        OneField(e.description));
  }
};

}  // namespace

std::string LogLine(WallClock clock, base::Instant at,
                    absl::string_view fields) {
  const base::Instant start{base::Duration(clock.unix_ns_at_start)};
  const std::int64_t unix_ns =
      std::max<std::int64_t>(base::SaturatingAdd(start, at.time_since_epoch())
                                 .time_since_epoch()
                                 .count(),
                             0);
  const std::int64_t seconds = unix_ns / kNanoseconds;
  const absl::CivilSecond utc = absl::CivilSecond(1970, 1, 1) + seconds;
  return absl::StrFormat("%04d-%02d-%02d %02d:%02d:%02d,%d.%09d,%s", utc.year(),
                         utc.month(), utc.day(), utc.hour(), utc.minute(),
                         utc.second(), seconds, unix_ns % kNanoseconds, fields);
}

std::string UserLogLine(WallClock clock, absl::string_view user,
                        absl::string_view group, const User::Event& event) {
  return LogLine(clock, event.at,
                 absl::StrCat(user, ",", group, ",",
                              std::visit(UserFields(), event.what)));
}

std::string ServerLogLine(WallClock clock, const MessageServer::Event& event) {
  return LogLine(clock, event.at, std::visit(ServerFields(), event.what));
}

std::string UserLogLine(WallClock clock, base::Instant at,
                        const DefenseInForce& defense) {
  return LogLine(clock, at,
                 absl::StrCat(defense.name, ",", defense.group, ",defense,",
                              OneField(defense.description)));
}

std::string ServerLogLine(
    WallClock clock, base::Instant at,
    const std::variant<Listening, Accepted, DefenseInForce>& what) {
  return LogLine(clock, at, std::visit(ServerFields(), what));
}

}  // namespace mgen
