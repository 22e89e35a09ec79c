#include "mgen/log_parser.h"

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/log_line.h"
#include "mgen/message_server.h"
#include "mgen/model.h"
#include "mgen/user.h"

namespace mgen {
namespace {

using State = Conversation::State;
using ::testing::StartsWith;

constexpr WallClock kClock = {946'684'800'000'000'000};
constexpr base::Instant kAt(base::Seconds(1201) + base::Duration(42));
constexpr std::int64_t kUnixNs = 946'686'001'000'000'042;
constexpr absl::string_view kTime = "2000-01-01 00:20:01,946686001.000000042,";

std::string UserError(absl::string_view fields) {
  return std::string(
      ParseUserLine(absl::StrCat(kTime, fields)).status().message());
}

std::string ServerError(absl::string_view fields) {
  return std::string(
      ParseServerLine(absl::StrCat(kTime, fields)).status().message());
}

TEST(LogParserTest, ReadsBackEveryEventOfAUser) {
  const std::vector<decltype(User::Event::what)> events = {
      User::Waiting{base::Milliseconds(7200)},
      User::Handshaked{},
      User::Awake{},
      User::Idle{},
      User::Send{State::kIdle, State::kActive, 0, 4294967295},
      User::Receive{State::kActive, State::kIdle, "Bob", 160, 9},
      User::ReceiveReceipt{State::kIdle, "receipt", 3},
      User::Failed{"TLS; closed"},
      User::Failed{""},
      User::Dropped{4}};
  for (const auto& event : events) {
    const std::string line =
        UserLogLine(kClock, "Alice", "send", {kAt, 0, event});
    const absl::StatusOr<UserLine> parsed = ParseUserLine(line);
    ASSERT_TRUE(parsed.ok()) << line << parsed.status();
    EXPECT_EQ(parsed->unix_ns, kUnixNs);
    EXPECT_EQ(parsed->user, "Alice");
    EXPECT_EQ(parsed->group, "send");
    const bool same = std::visit(
        [&](const auto& what) {
          using What = std::decay_t<decltype(what)>;
          const auto* read = std::get_if<What>(&parsed->what);
          return read != nullptr && *read == what;
        },
        event);
    EXPECT_TRUE(same) << line;
  }
}

TEST(LogParserTest, ReadsBackEveryEventOfTheServer) {
  const std::vector<decltype(MessageServer::Event::what)> events = {
      MessageServer::Accept{"Alice", "g"},
      MessageServer::Register{"Alice", "g"},
      MessageServer::RegistrationComplete{},
      MessageServer::Received{"Alice", "g", 5},
      MessageServer::Receipt{"Bob", "g", "Alice", 5},
      MessageServer::SentTo{"Bob", "g"},
      MessageServer::FailedConnection{"handshake", "a;b"},
      MessageServer::DroppedMessage{"Bob", "g", 6, false},
      MessageServer::DroppedMessage{"Bob", "g", 6, true}};
  for (const auto& event : events) {
    const std::string line = ServerLogLine(kClock, {kAt, event});
    const absl::StatusOr<ServerLine> parsed = ParseServerLine(line);
    ASSERT_TRUE(parsed.ok()) << line << parsed.status();
    EXPECT_EQ(parsed->unix_ns, kUnixNs);
    const bool same = std::visit(
        [&](const auto& what) {
          using What = std::decay_t<decltype(what)>;
          const auto* read = std::get_if<What>(&parsed->what);
          return read != nullptr && *read == what;
        },
        event);
    EXPECT_TRUE(same) << line;
  }
}

TEST(LogParserTest, ReadsBackWhatProgramsAdd) {
  const DefenseInForce defense = {"Alice", "g", "512 a+b"};
  EXPECT_EQ(ParseUserLine(UserLogLine(kClock, kAt, defense)).value(),
            (UserLine{kUnixNs, "Alice", "g", DefenseNamed{"512 a+b"}}));
  EXPECT_EQ(ParseServerLine(ServerLogLine(kClock, kAt, defense)).value(),
            (ServerLine{kUnixNs, defense}));
  const Listening listening = {"127.0.0.1:6397"};
  EXPECT_EQ(ParseServerLine(ServerLogLine(kClock, kAt, listening)).value(),
            (ServerLine{kUnixNs, listening}));
  const Accepted accepted = {"[::1]:5"};
  EXPECT_EQ(ParseServerLine(ServerLogLine(kClock, kAt, accepted)).value(),
            (ServerLine{kUnixNs, accepted}));
}

TEST(LogParserTest, AKindThatItDoesNotKnowIsNoError) {
  EXPECT_EQ(ParseUserLine(absl::StrCat(kTime, "Alice,g,yawned,3,x")).value(),
            (UserLine{kUnixNs, "Alice", "g", OtherLine{"yawned,3,x"}}));
  for (const char* other : {"terminated,1", "accepted ", "Received,a,b,1"}) {
    EXPECT_EQ(ParseServerLine(absl::StrCat(kTime, other)).value(),
              (ServerLine{kUnixNs, OtherLine{other}}));
  }
}

TEST(LogParserTest, TakesTheOriginalsErrorsOfTwoFields) {
  EXPECT_EQ(ParseUserLine(absl::StrCat(kTime, "A,g,error,TLS,Os {c: 1}"))
                .value()
                .what,
            (decltype(UserLine::what)(User::Failed{"TLS,Os {c: 1}"})));
}

TEST(LogParserTest, RefusesWithTheField) {
  EXPECT_EQ(UserError("Alice,g,send,Idle,Active,0"), "field 9: missing");
  EXPECT_EQ(UserError("Alice,g,send,Idle,Active,0,3,4"),
            "field 10: \"4\", expected the end of the line");
  EXPECT_EQ(UserError("Alice,g,send,Idle,Activ,0,3"),
            "field 7: \"Activ\", expected Idle or Active");
  EXPECT_EQ(UserError("Alice,g,send,Idle,Active,4294967296,3"),
            "field 8: \"4294967296\", expected a whole number from 0 to "
            "4294967295");
  for (const char* number : {"", "-1", "+1", "01", " 1", "1 ", "1e3", "0x1"}) {
    EXPECT_THAT(UserError(absl::StrCat("Alice,g,dropped,", number)),
                StartsWith(absl::StrCat("field 6: \"", number, "\", expected")))
        << number;
  }
  EXPECT_EQ(UserError("Alice,g,receive,Idle,Active,Bob,receipt,3"),
            "field 9: a receipt, expected no change of state");
  EXPECT_EQ(UserError("Alice,g,waiting,9223372036855"),
            "field 6: \"9223372036855\", expected a whole number from 0 to "
            "9223372036854");
  EXPECT_EQ(UserError("Alice,g"), "field 5: missing");
  EXPECT_EQ(UserError("Alice,g,"), "field 5: empty, expected a kind of line");
  EXPECT_EQ(UserError("Alice,g,error"), "field 6: missing");
  EXPECT_EQ(UserError(",g,awake"),
            "field 3: name \"\" of 0 bytes, expected 1 to 255");
  EXPECT_EQ(ServerError("received,Alice,g"), "field 6: missing");
  EXPECT_EQ(ServerError("listening,"), "field 4: empty, expected text");
  EXPECT_EQ(ServerError("registration phase complete,x"),
            "field 4: \"x\", expected the end of the line");
}

TEST(LogParserTest, RefusesATimeThatIsNone) {
  const auto error_of = [](absl::string_view line) {
    return std::string(ParseUserLine(line).status().message());
  };
  EXPECT_EQ(error_of(""), "field 2: missing");
  EXPECT_EQ(error_of("2000-01-01 00:20:01"), "field 2: missing");
  for (const char* line :
       {"2000-01-01 00:20:02,946686001.000000042,A,g,awake",  // 1 s apart.
        "2000-01-01 00:20:01,946686001.00000042,A,g,awake",   // 8 digits.
        "1970-01-01 00:00:00,0.0000000000,A,g,awake",         // 10 digits.
        "1970-01-01 00:00:00,00.000000000,A,g,awake",
        "1970-01-01 00:00:00,0,A,g,awake",
        "1969-12-31 23:59:59,-1.000000000,A,g,awake",
        "2262-04-11 23:47:16,9223372036.854775808,A,g,awake",  // 2^63.
        " 1970-01-01 00:00:00,0.000000000,A,g,awake"}) {
    EXPECT_THAT(error_of(line), StartsWith("field 2: \"")) << line;
  }
  EXPECT_TRUE(
      ParseUserLine("2262-04-11 23:47:16,9223372036.854775807,A,g,awake").ok());
}

TEST(LogParserTest, ReadsWholeLogsAndRefusesTheirTornEnd) {
  const std::string first = absl::StrCat(kTime, "Alice,g,awake\n");
  const std::string log = absl::StrCat(first, kTime, "Alice,g,dropped,12\n");
  const auto lines = ParseUserLog(log);
  ASSERT_TRUE(lines.ok()) << lines.status();
  ASSERT_EQ(lines->size(), 2u);
  EXPECT_EQ((*lines)[1], (UserLine{kUnixNs, "Alice", "g", User::Dropped{12}}));
  EXPECT_EQ(ParseUserLog(log.substr(0, log.size() - 2)).status().message(),
            "line 2: torn, expected a line break at its end");
  EXPECT_EQ(ParseUserLog(absl::StrCat(first, "\n")).status().message(),
            "line 2: field 2: missing");
  EXPECT_EQ(ParseServerLog("").value().size(), 0u);
  EXPECT_EQ(
      ParseServerLog(absl::StrCat(kTime, "sent,a,b\r\n")).status().message(),
      "line 1: byte 49: a line break, expected one line");
}

}  // namespace
}  // namespace mgen
