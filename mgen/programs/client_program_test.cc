#include "mgen/programs/client_program.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/client_config.h"
#include "mgen/log_parser.h"
#include "mgen/programs/testing/program_test.h"
#include "mgen/user.h"

namespace mgen {
namespace {

using ::testing::HasSubstr;

class ClientProgramTest : public ProgramTest {};

TEST_F(ClientProgramTest, KeepsTryingUntilThereIsAServer) {
  StartServer({});
  KillServer();
  StartClient({User("alice", "g"), User("bob", "g")});
  RunUntil([this] { return client().Stats().connections().failed() >= 2; });
  StartServer({.core = {.registration = base::Seconds(1)}});
  RunUntil(
      [this] { return client().Stats().messages().receipts_received() >= 2; });
  EXPECT_THAT(client_runtime_.Log(), HasSubstr("alice,g,error,"));
  EXPECT_THAT(client_runtime_.Log(), HasSubstr("alice,g,handshake\n"));
  EXPECT_THAT(client_runtime_.Log(), HasSubstr("alice,g,defense,none\n"));
}

TEST_F(ClientProgramTest, TakesNamesOfHosts) {
  StartServer({});
  ClientConfig alice = User("alice", "g");
  alice.conversations[0].message_server =
      "localhost:" + std::to_string(at_->port());
  StartClient({std::move(alice)});
  RunUntil([this] { return client().Stats().connections().open() == 1; });
}

TEST_F(ClientProgramTest, SendsNothingMoreFromAnInstantOn) {
  StartServer({});
  const std::int64_t stop =
      client_runtime_->clock.unix_ns_at_start() + 1'500'000'000;
  StartClient({User("alice", "g"), User("bob", "g")},
              {.stop_sending_ns = stop});
  RunUntil([this, stop] {
    return client_runtime_->clock.UnixNs(client_runtime_->Now()) >
           stop + 500'000'000;
  });
  int sent = 0;
  for (const UserLine& line : ClientLog()) {
    if (!std::holds_alternative<User::Send>(line.what)) continue;
    ++sent;
    EXPECT_LT(line.unix_ns, stop);
  }
  EXPECT_GT(sent, 0);
}

TEST_F(ClientProgramTest, EqualSeedsSendEqualMessages) {
  StartServer({});
  StartClient({User("alice", "g"), User("bob", "g")});
  RunUntil([this] { return client().Stats().messages().sent() >= 6; });
  std::vector<std::uint32_t> ids;
  for (const UserLine& line : ClientLog()) {
    const auto* send = std::get_if<User::Send>(&line.what);
    if (send == nullptr || line.user != "alice") continue;
    ids.push_back(send->id);
    EXPECT_EQ(send->blocks, 1u);
  }
  ASSERT_GE(ids.size(), 2u);
  EXPECT_EQ(ids[0], 0u);
  EXPECT_EQ(ids[1], 1u);
}

TEST_F(ClientProgramTest, StopClosesInGoodOrder) {
  StartServer({});
  StartClient({User("alice", "g")});
  RunUntil([this] { return server().Stats().connections().open() == 1; });
  client().Stop();
  RunUntil([this] { return server().Stats().connections().open() == 0; });
  EXPECT_EQ(client_runtime_->connections.size(), 0u);
}

TEST_F(ClientProgramTest, RefusesAProxyAndAUserTwice) {
  at_ = net::Endpoint(boost::asio::ip::address_v4::loopback(), 1);
  ClientConfig alice = User("alice", "g");
  alice.socks = "127.0.0.1:9050";
  EXPECT_THAT(std::string(CheckUsers({alice}).message()),
              HasSubstr("user alice: socks"));
  EXPECT_THAT(
      std::string(CheckUsers({User("bob", "g"), User("bob", "g")}).message()),
      HasSubstr("user bob: group g: twice"));
  EXPECT_TRUE(CheckUsers({User("bob", "g"), User("bob", "h")}).ok());
}

}  // namespace
}  // namespace mgen
