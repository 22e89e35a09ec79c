#include "mgen/server_host.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/message_server.h"
#include "mgen/wire.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/stream_end.h"
#include "tunnel/shaper/testing/recorder.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace mgen {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr base::Instant AtS(std::int64_t s) {
  return base::Instant{} + base::Seconds(s);
}

class ServerHostTest : public ::testing::Test, private ServerHost::Environment {
 protected:
  // A connection, whose transport keeps what the server writes.
  struct Client {
    explicit Client(ServerHost* host) : session(host) {
      end.Open(
          shaper::CreateStream(shaper::Plain(shaper::Stream::Role::kServer)));
      // The stream learns from the first byte that it is plain.
    }
    void Greet(const std::string& sender) {
      std::vector<std::uint8_t> bytes;
      AppendHandshake({.sender = sender, .group = "g"}, bytes);
      end.HandleReceived(bytes);
    }
    void Send(const std::string& sender, std::uint32_t id) {
      std::vector<std::uint8_t> bytes;
      AppendMessage({.sender = sender, .group = "g", .id = id, .body = 160},
                    bytes);
      end.HandleReceived(bytes);
    }

    ServerHost::Session session;
    shaper::Recorder transport;
    shaper::StreamEnd end{&transport, &session};
  };

  ServerHostTest() { host_.Start(); }

  void CompleteRegistration() {
    now_ = timer_.value();
    host_.HandleTimer();
  }

  base::Instant now() const override { return now_; }
  void SetTimer(std::optional<base::Instant> at) override { timer_ = at; }
  void HandleEvent(const MessageServer::Event&) override { ++events_; }
  void HandleMember(shaper::StreamEnd&, const Handshake& member) override {
    members_.push_back(member.sender);
  }

  base::Instant now_{};
  std::optional<base::Instant> timer_;
  std::vector<std::string> members_;
  int events_ = 0;
  ServerHost host_{{.registration = base::Seconds(5), .max_connections = 2},
                   this};
};

TEST_F(ServerHostTest, TellsWhoseAConnectionIs) {
  Client alice(&host_);
  EXPECT_THAT(members_, IsEmpty());
  alice.Greet("alice");
  EXPECT_THAT(members_, ElementsAre("alice"));
  EXPECT_EQ(host_.connections(), 1u);
  EXPECT_GT(events_, 0);
}

TEST_F(ServerHostTest, ReadsWhatTheWindowLeftWhenItCloses) {
  Client alice(&host_), bob(&host_);
  alice.Greet("alice");
  bob.Greet("bob");
  alice.Send("alice", 0);
  EXPECT_THAT(alice.transport.readings, ElementsAre(false));
  EXPECT_THAT(bob.transport.writes, IsEmpty());
  EXPECT_EQ(timer_, AtS(5));
  CompleteRegistration();
  EXPECT_THAT(alice.transport.readings, ElementsAre(false, true));
  std::vector<std::uint8_t> message;
  AppendMessage({.sender = "alice", .group = "g", .id = 0, .body = 160},
                message);
  EXPECT_THAT(bob.transport.writes, ElementsAre(message));
}

TEST_F(ServerHostTest, ClosesWhoSendsNonsenseAndLeavesTheOthers) {
  Client alice(&host_), mallory(&host_);
  alice.Greet("alice");
  mallory.end.HandleReceived(std::vector<std::uint8_t>(8, 0x7f));
  EXPECT_EQ(mallory.transport.closes, 1);
  EXPECT_EQ(alice.transport.closes, 0);
  EXPECT_EQ(host_.connections(), 1u);
}

TEST_F(ServerHostTest, ClosesWhoIsTooMany) {
  Client alice(&host_), bob(&host_), carol(&host_);
  EXPECT_EQ(carol.transport.closes, 1);
  EXPECT_EQ(host_.connections(), 2u);
}

TEST_F(ServerHostTest, ClosesWhoSaysNothing) {
  Client silent(&host_);
  while (timer_ && silent.transport.closes == 0) CompleteRegistration();
  EXPECT_EQ(now_, AtS(30));
  EXPECT_EQ(silent.transport.closes, 1);
}

TEST_F(ServerHostTest, ForgetsAConnectionThatIsGone) {
  Client alice(&host_);
  alice.Greet("alice");
  alice.end.HandleClosed("reset");
  EXPECT_EQ(host_.connections(), 0u);
}

}  // namespace
}  // namespace mgen
