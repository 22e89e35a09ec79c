#include "mgen/programs/server_program.h"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/testing/specs.h"
#include "mgen/log_parser.h"
#include "mgen/message_server.h"
#include "mgen/programs/runtime.h"
#include "mgen/programs/testing/program_test.h"
#include "mgen/user.h"
#include "net/self_signed.h"
#include "net/tls_context.h"
#include "tunnel/shaper/defense.h"

namespace mgen {
namespace {

using ::testing::HasSubstr;

namespace specs = maybenot::specs;

// Pads 1 ms after each normal cell; 512 bytes.
shaper::Defense Padding() {
  return {.machines = specs::Compile({specs::Spec(
              {specs::Idle().On(maybenot::Event::kNormalSent, 1),
               specs::Pads(1'000).On(maybenot::Event::kNormalSent, 1)})})};
}

class ServerProgramTest : public ProgramTest {
 protected:
  // Until `count` messages have been answered.
  void RunUntilAnswered(std::uint64_t count) {
    RunUntil([this, count] {
      return client().Stats().messages().receipts_received() >= count;
    });
  }
};

TEST_F(ServerProgramTest, CarriesMessagesAndReceiptsPlain) {
  StartServer({});
  StartClient({User("alice", "g"), User("bob", "g"), User("carol", "g")});
  RunUntilAnswered(12);
  const stats::Stats stats = server().Stats();
  EXPECT_EQ(stats.program(), "mgen-server");
  EXPECT_EQ(stats.connections().open(), 3u);
  EXPECT_EQ(stats.connections().defended(), 0u);
  EXPECT_EQ(stats.connections().failed(), 0u);
  EXPECT_GE(stats.messages().received(), 6u);  // 12 answers of two each.
  ASSERT_EQ(stats.conversations_size(), 3);
  EXPECT_EQ(stats.conversations(0).user(), "alice");
  EXPECT_EQ(stats.conversations(0).defense(), "none");
  // A handshake of 4 + 5 + 4 + 1, and whole messages and receipts.
  EXPECT_GT(stats.conversations(0).received().payload_bytes(), 14u + 160);
  EXPECT_EQ(stats.conversations(0).received().padding(), 0u);
}

TEST_F(ServerProgramTest, CarriesPlainAndDefendedOnOnePort) {
  StartServer({.defense = Padding()});
  StartClient({User("alice", "g", Padding()), User("bob", "g")});
  RunUntilAnswered(8);
  RunUntil([this] {
    return server().Stats().conversations(0).received().padding() > 0;
  });
  const stats::Stats stats = server().Stats();
  EXPECT_EQ(stats.connections().defended(), 1u);
  const stats::Conversation& alice = stats.conversations(0);
  EXPECT_THAT(alice.defense(), HasSubstr("512 "));
  EXPECT_GT(alice.sent().padding(), 0u);
  EXPECT_EQ(alice.sent().opening(), 1u);
  // Every write is one cell of 512 bytes.
  EXPECT_EQ(alice.sent().payload_bytes() + alice.sent().fill_bytes() +
                alice.sent().padding_bytes(),
            512 * (alice.sent().normal() + alice.sent().padding() +
                   alice.sent().opening()));
  EXPECT_EQ(stats.conversations(1).sent().padding(), 0u);
  EXPECT_EQ(stats.conversations(1).defense(), "none");
}

TEST_F(ServerProgramTest, RefusesADefenseThatItDoesNotHave) {
  StartServer({});
  StartClient(
      {User("alice", "g", Padding()), User("bob", "g"), User("carol", "g")});
  RunUntilAnswered(4);  // The others go on.
  bool refused = false;
  for (const UserLine& line : ClientLog()) {
    if (!std::holds_alternative<User::Failed>(line.what)) continue;
    EXPECT_EQ(line.user, "alice");
    refused |= std::get<User::Failed>(line.what).reason.find("refuses") !=
               std::string::npos;
  }
  EXPECT_TRUE(refused) << client_runtime_.Log();
}

TEST_F(ServerProgramTest, SaysWhatHappensInOrder) {
  StartServer({});
  StartClient({User("alice", "g"), User("bob", "g")});
  RunUntilAnswered(2);
  std::string kinds;
  for (const ServerLine& line : ServerLog()) {
    absl::StrAppend(&kinds, line.what.index(), " ");
  }
  // listening, then for each: accepted, accept, register, defense.
  EXPECT_THAT(kinds, testing::StartsWith("8 9 "));
  EXPECT_THAT(kinds, HasSubstr("0 1 10 "));
  EXPECT_THAT(server_runtime_->Log(), HasSubstr("accepted [scrubbed]"));
  EXPECT_THAT(server_runtime_->Log(), HasSubstr("registration phase complete"));
}

TEST_F(ServerProgramTest, EachMessageArrivesOnceThoughTheServerIsKilled) {
  StartServer({.defense = Padding()});
  StartClient({User("alice", "g", Padding()), User("bob", "g")});
  RunUntilAnswered(4);
  KillServer();
  const std::uint64_t sent = client().Stats().messages().sent();
  RunUntil([this, sent] {  // Some are sent while nobody is there.
    return client().Stats().messages().sent() >= sent + 4;
  });
  // Long enough for both to come back: they try every 200 ms.
  StartServer(
      {.core = {.registration = base::Seconds(1)}, .defense = Padding()});
  const std::uint64_t queued = client().Stats().messages().sent();
  RunUntilAnswered(queued);
  std::map<std::tuple<std::string, std::string, std::uint32_t>, int> received;
  for (const UserLine& line : ClientLog()) {
    const auto* receive = std::get_if<User::Receive>(&line.what);
    if (receive == nullptr) continue;
    const int times = ++received[{line.user, receive->sender, receive->id}];
    EXPECT_EQ(times, 1) << receive->sender << " " << receive->id;
  }
  EXPECT_GE(received.size(), queued);
}

TEST_F(ServerProgramTest, AnExpiredCertificateIsTakenWithAWarning) {
  ASSERT_TRUE(
      net::WriteSelfSigned(certificate_, key_,
                           {.not_before_s = -2000, .not_after_s = -1000})
          .ok());
  EXPECT_THAT(net::TlsContext::ForServer(certificate_, key_).value().warning(),
              HasSubstr("expired"));
  StartServer({});
  StartClient({User("alice", "g"), User("bob", "g")});
  RunUntilAnswered(1);
}

TEST_F(ServerProgramTest, APortInUseSaysWhatToDo) {
  StartServer({});
  LoggedRuntime other("other");
  const absl::Status status =
      ServerProgram::Create(
          other.get(), net::TlsContext::ForServer(certificate_, key_).value(),
          {.listen = *at_})
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(status.message()), HasSubstr("another"));
}

TEST_F(ServerProgramTest, MeasuresWithinItsWindow) {
  const std::int64_t now = client_runtime_->clock.unix_ns_at_start();
  StartServer({.measure = UnixWindow{now, now + 1'000'000'000}});
  StartClient({User("alice", "g"), User("bob", "g")});
  RunUntil([this, now] {
    return client_runtime_->clock.UnixNs(client_runtime_->Now()) >
           now + 1'100'000'000;
  });
  RunUntilAnswered(8);
  const stats::Stats stats = server().Stats();
  const stats::Conversation& alice = stats.conversations(0);
  ASSERT_TRUE(alice.has_measured());
  EXPECT_GT(alice.measured().cells().payload_bytes(), 0u);
  EXPECT_LT(alice.measured().cells().payload_bytes(),
            alice.sent().payload_bytes());
  EXPECT_EQ(alice.measured().cells().normal(),
            static_cast<std::uint64_t>(alice.measured().waits_size()));
}

}  // namespace
}  // namespace mgen
