#include "mgen/log_line.h"

#include <string>
#include <utility>

#include "base/time.h"
#include "gtest/gtest.h"
#include "mgen/message_server.h"
#include "mgen/model.h"
#include "mgen/user.h"

namespace mgen {
namespace {

using State = Conversation::State;

// Shadow's epoch: 2000-01-01 00:00:00 UTC.
constexpr WallClock kClock = {946'684'800'000'000'000};
constexpr char kStamp[] = "2000-01-01 00:20:01,946686001.000000042,";

base::Instant At() {
  return base::Instant(base::Seconds(1201) + base::Duration(42));
}

std::string OfUser(decltype(User::Event::what) what) {
  const std::string line =
      UserLogLine(kClock, "Alice", "group1", {At(), 0, std::move(what)});
  EXPECT_EQ(line.substr(0, 40), kStamp);
  return line.substr(40);
}

std::string OfServer(decltype(MessageServer::Event::what) what) {
  const std::string line = ServerLogLine(kClock, {At(), std::move(what)});
  EXPECT_EQ(line.substr(0, 40), kStamp);
  return line.substr(40);
}

TEST(LogLineTest, WritesUtcAndNineDigits) {
  EXPECT_EQ(LogLine({}, base::Instant{}, "x"),
            "1970-01-01 00:00:00,0.000000000,x");
  // 2024-02-29 is day 19782: 19782 * 86400 + 86399 = 1709251199.
  EXPECT_EQ(LogLine({1'709'251'199'000'000'000},
                    base::Instant(base::Duration(999'999'999)), "a,b"),
            "2024-02-29 23:59:59,1709251199.999999999,a,b");
  EXPECT_EQ(LogLine(kClock, base::Instant::max(), "x"),
            "2262-04-11 23:47:16,9223372036.854775807,x");
}

TEST(LogLineTest, WritesEveryEventOfAUser) {
  EXPECT_EQ(OfUser(User::Waiting{base::Microseconds(7'200'900)}),
            "Alice,group1,waiting,7200");
  EXPECT_EQ(OfUser(User::Handshaked{}), "Alice,group1,handshake");
  EXPECT_EQ(OfUser(User::Awake{}), "Alice,group1,awake");
  EXPECT_EQ(OfUser(User::Idle{}), "Alice,group1,Idle");
  EXPECT_EQ(OfUser(User::Send{State::kIdle, State::kActive, 0, 3}),
            "Alice,group1,send,Idle,Active,0,3");
  EXPECT_EQ(
      OfUser(User::Receive{State::kActive, State::kActive, "Bob", 160, 9}),
      "Alice,group1,receive,Active,Active,Bob,160,9");
  EXPECT_EQ(OfUser(User::ReceiveReceipt{State::kIdle, "Bob", 3}),
            "Alice,group1,receive,Idle,Idle,Bob,receipt,3");
  EXPECT_EQ(OfUser(User::Failed{"TLS, closed\nby peer"}),
            "Alice,group1,error,TLS; closed by peer");
  EXPECT_EQ(OfUser(User::Dropped{4}), "Alice,group1,dropped,4");
}

TEST(LogLineTest, WritesEveryEventOfTheServer) {
  EXPECT_EQ(OfServer(MessageServer::Accept{"Alice", "g"}), "accept,Alice,g");
  EXPECT_EQ(OfServer(MessageServer::Register{"Alice", "g"}),
            "register,Alice,g");
  EXPECT_EQ(OfServer(MessageServer::RegistrationComplete{}),
            "registration phase complete");
  EXPECT_EQ(OfServer(MessageServer::Received{"Alice", "g", 5}),
            "received,Alice,g,5");
  EXPECT_EQ(OfServer(MessageServer::Receipt{"Bob", "g", "Alice", 5}),
            "receipt,Bob,g,Alice,5");
  EXPECT_EQ(OfServer(MessageServer::SentTo{"Bob", "g"}), "sent,Bob,g");
  EXPECT_EQ(OfServer(MessageServer::FailedConnection{"handshake", "a,b"}),
            "failed,handshake,a;b");
  EXPECT_EQ(OfServer(MessageServer::DroppedMessage{"Bob", "g", 6}),
            "dropped,Bob,g,6");
  EXPECT_EQ(OfServer(MessageServer::DroppedMessage{"Bob", "g", 6, true}),
            "dropped,Bob,g,receipt,6");
}

TEST(LogLineTest, WritesWhatProgramsAdd) {
  const DefenseInForce defense = {"Alice", "g", "512 a+b"};
  EXPECT_EQ(UserLogLine(kClock, At(), defense).substr(40),
            "Alice,g,defense,512 a+b");
  EXPECT_EQ(ServerLogLine(kClock, At(), defense).substr(40),
            "defense,Alice,g,512 a+b");
  EXPECT_EQ(ServerLogLine(kClock, At(), Listening{"[::1]:6397"}).substr(40),
            "listening,[::1]:6397");
  EXPECT_EQ(ServerLogLine(kClock, At(), Accepted{"10.0.0.1:5"}).substr(40),
            "accepted 10.0.0.1:5");
}

}  // namespace
}  // namespace mgen
