#include "mgen/user_host.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/distribution.h"
#include "mgen/model.h"
#include "mgen/user.h"
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

TimeDistribution Constant(double seconds) {
  return TimeDistribution::Create(Normal{.mean = seconds, .std_dev = 0})
      .value();
}

// A message of one block 10 s after awaking, at 5 s; retries after 2 s.
ConversationOptions Talkative() {
  ConversationOptions options;
  options.group = "g";
  options.distributions = std::make_shared<const Distributions>(Distributions{
      .s = 0,
      .r = 0,
      .m = SizeDistribution::Create(Binomial{.n = 1, .p = 1}).value(),
      .i = Constant(10),
      .w = Constant(3),
      .a_s = Constant(2),
      .a_r = Constant(1)});
  options.bootstrap = base::Seconds(5);
  options.retry = base::Seconds(2);
  return options;
}

std::vector<std::uint8_t> HandshakeBytes() {
  std::vector<std::uint8_t> bytes;
  AppendHandshake({.sender = "alice", .group = "g"}, bytes);
  return bytes;
}

std::vector<std::uint8_t> MessageBytes() {
  std::vector<std::uint8_t> bytes;
  AppendMessage({.sender = "alice", .group = "g", .id = 0, .body = 160}, bytes);
  return bytes;
}

class UserHostTest : public ::testing::Test, private UserHost::Environment {
 protected:
  struct Connection {
    explicit Connection(shaper::StreamEnd::Application* application)
        : end(&transport, application) {}
    void Open() {
      end.Open(
          shaper::CreateStream(shaper::Plain(shaper::Stream::Role::kClient)));
    }

    shaper::Recorder transport;
    shaper::StreamEnd end;
  };

  UserHostTest() { host_.Start(); }

  void RunTo(base::Instant end) {
    while (timer_ && *timer_ <= end) {
      now_ = *timer_;
      host_.HandleTimer();
    }
    now_ = end;
  }

  base::Instant now() const override { return now_; }
  void SetTimer(std::optional<base::Instant> at) override { timer_ = at; }
  void Dial(std::size_t conversation) override {
    connections_.emplace_back(host_.application(conversation));
  }
  void HandleEvent(const User::Event& event) override {
    handshakes_ += std::holds_alternative<User::Handshaked>(event.what) ? 1 : 0;
  }

  base::Instant now_{};
  std::optional<base::Instant> timer_;
  std::deque<Connection> connections_;  // Every one that was dialled.
  int handshakes_ = 0;
  UserHost host_{{.name = "alice", .conversations = {Talkative()}},
                 /*seed=*/1,
                 /*source=*/nullptr,
                 this};
};

TEST_F(UserHostTest, DialsShakesHandsAndSendsInTime) {
  ASSERT_EQ(connections_.size(), 1u);
  EXPECT_EQ(handshakes_, 0);
  connections_[0].Open();
  EXPECT_EQ(handshakes_, 1);
  EXPECT_THAT(connections_[0].transport.writes, ElementsAre(HandshakeBytes()));
  RunTo(AtS(15));  // 5 + 10.
  EXPECT_THAT(connections_[0].transport.writes,
              ElementsAre(HandshakeBytes(), MessageBytes()));
}

TEST_F(UserHostTest, AConnectionThatIsGoneIsDialledAgainAndSentTheMessage) {
  connections_[0].Open();
  RunTo(AtS(15));
  connections_[0].end.HandleClosed("reset");
  RunTo(AtS(16));
  EXPECT_EQ(connections_.size(), 1u);
  RunTo(AtS(17));
  ASSERT_EQ(connections_.size(), 2u);
  connections_[1].Open();
  EXPECT_THAT(connections_[1].transport.writes,
              ElementsAre(HandshakeBytes(), MessageBytes()));
}

TEST_F(UserHostTest, AnAttemptThatFailsIsMadeAgain) {
  connections_[0].end.HandleClosed("refused");
  RunTo(AtS(2));
  EXPECT_EQ(connections_.size(), 2u);
}

TEST_F(UserHostTest, NonsenseClosesTheConnection) {
  connections_[0].Open();
  connections_[0].end.HandleReceived(std::vector<std::uint8_t>(8, 0x7f));
  EXPECT_EQ(connections_[0].transport.closes, 1);
  RunTo(AtS(2));
  EXPECT_EQ(connections_.size(), 2u);
}

}  // namespace
}  // namespace mgen
