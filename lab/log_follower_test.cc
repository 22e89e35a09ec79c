#include "lab/log_follower.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/local_timeline.h"
#include "lab/observations.h"
#include "lab/population.h"
#include "lab/testing/experiments.h"
#include "mgen/log_line.h"
#include "mgen/message_server.h"
#include "mgen/model.h"
#include "mgen/user.h"

namespace lab {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

using State = mgen::Conversation::State;
using mgen::User;

constexpr std::int64_t kNow = 1'795'340'000'000'000'000;  // Unix, ns.
// Ten seconds of warm-up and five of bootstrap. Four users need 1.012 s to
// start, and registration is in whole seconds: 7, the epoch 2 s from now.
constexpr mgen::WallClock kClock = {kNow + 2'000'000'000};

constexpr base::Instant AtMs(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

class LogFollowerTest : public ::testing::Test {
 protected:
  // What happened in a conversation, as mgen-client writes it.
  absl::Status Tell(const char* user, const char* group, std::int64_t ms,
                    decltype(User::Event::what) what) {
    return log_.HandleClientLine(mgen::UserLogLine(
        kClock, user, group,
        {.at = AtMs(ms), .conversation = 0, .what = std::move(what)}));
  }
  absl::Status Send(std::int64_t ms, std::uint32_t id) {
    return Tell(
        "u00001", "dyad1", ms,
        User::Send{
            .from = State::kIdle, .to = State::kActive, .blocks = 7, .id = id});
  }
  absl::Status Receive(std::int64_t ms, std::uint32_t id) {
    return Tell("u00002", "dyad1", ms,
                User::Receive{.from = State::kIdle,
                              .to = State::kIdle,
                              .sender = "u00001",
                              .body_bytes = 1120,
                              .id = id});
  }
  absl::Status Receipt(std::int64_t ms, std::uint32_t id) {
    return Tell("u00001", "dyad1", ms,
                User::ReceiveReceipt{
                    .state = State::kActive, .sender = "u00002", .id = id});
  }
  absl::Status TellServer(decltype(mgen::MessageServer::Event::what) what) {
    return log_.HandleServerLine(
        mgen::ServerLogLine(kClock, {.at = AtMs(0), .what = std::move(what)}));
  }
  absl::Status Register(std::size_t user, const char* group) {
    return TellServer(mgen::MessageServer::Register{
        .sender = Experiment::UserName(user), .group = group});
  }
  // By seat; the first is u00001's in dyad1.
  std::vector<ConversationObservations> Observed() {
    std::vector<ConversationObservations> observed(5);
    log_.MoveTo(observed);
    return observed;
  }

  const Experiment experiment_ = SmallExperiment("30s", "{rate: unlimited}");
  const LocalTimeline timeline_{experiment_, kNow};
  LogFollower log_{experiment_, Named(experiment_, "none"), timeline_};
};

TEST_F(LogFollowerTest, FollowsAMessageOnTheRunsTimeline) {
  ASSERT_TRUE(Send(10'000, 3).ok());  // The window's first instant.
  EXPECT_EQ(log_.outstanding(), 1u);
  ASSERT_TRUE(Receive(10'020, 3).ok());
  ASSERT_TRUE(Receipt(10'040, 3).ok());
  EXPECT_EQ(log_.outstanding(), 0u);
  ASSERT_TRUE(Tell("u00001", "dyad1", 11'000, User::Dropped{9}).ok());
  ASSERT_TRUE(
      Tell("u00001", "dyad1", 11'000, User::Failed{"reset, by peer"}).ok());
  EXPECT_EQ(log_.lines(), 5u);
  const ConversationObservations first = Observed().front();
  EXPECT_EQ(first.dropped, 1u);
  EXPECT_EQ(first.failed_connections, 1u);
  ASSERT_THAT(first.messages, SizeIs(1));
  const Message& message = first.messages.front();
  EXPECT_EQ(message.id, 3u);
  EXPECT_EQ(message.blocks, 7u);
  EXPECT_EQ(message.sent, AtMs(10'000));
  ASSERT_THAT(message.deliveries, SizeIs(1));
  EXPECT_EQ(message.deliveries[0].received, AtMs(10'020));
  EXPECT_EQ(message.deliveries[0].receipted, AtMs(10'040));
}

TEST_F(LogFollowerTest, CountsNothingOutsideTheRun) {
  ASSERT_TRUE(Send(9'999, 0).ok());
  EXPECT_EQ(log_.outstanding(), 0u);
  ASSERT_TRUE(Send(39'000, 1).ok());
  // 10 + 30 + 60 s: the drain's end.
  ASSERT_TRUE(Receipt(100'001, 1).ok());
  EXPECT_EQ(log_.outstanding(), 1u);
  log_.StopAt(AtMs(50'000));
  ASSERT_TRUE(
      Tell("u00001", "dyad1", 50'001, User::Failed{"the run is over"}).ok());
  const ConversationObservations first = Observed().front();
  EXPECT_EQ(first.failed_connections, 0u);
  EXPECT_THAT(first.messages, SizeIs(1));
}

TEST_F(LogFollowerTest, AModelThatAwakesInTheWindowIsAnError) {
  EXPECT_TRUE(Tell("u00001", "dyad1", 10'000, User::Awake{}).ok());
  const absl::Status late = Tell("u00002", "dyad1", 10'250, User::Awake{});
  EXPECT_EQ(late.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(late.message()),
              HasSubstr("u00002 in dyad1 began to send 250 ms too late"));
}

TEST_F(LogFollowerTest, AnotherDefenseIsAnError) {
  const auto named = [](const char* description) {
    return mgen::UserLogLine(
        kClock, AtMs(0),
        {.name = "u00001", .group = "dyad1", .description = description});
  };
  EXPECT_TRUE(log_.HandleClientLine(named("none")).ok());
  EXPECT_EQ(log_.HandleClientLine(named("512 abc")).code(),
            absl::StatusCode::kInternal);
  LogFollower defended(experiment_, Named(experiment_, "front"), timeline_);
  EXPECT_TRUE(defended.HandleClientLine(named("512 abc")).ok());
  EXPECT_THAT(std::string(defended.HandleClientLine(named("none")).message()),
              HasSubstr("is not front"));
}

TEST_F(LogFollowerTest, LinesOfNobodyAndNoLinesAreErrors) {
  EXPECT_THAT(
      std::string(Tell("mallory", "dyad1", 0, User::Handshaked{}).message()),
      HasSubstr("nobody in the experiment"));
  EXPECT_THAT(std::string(log_.HandleClientLine("Segmentation").message()),
              HasSubstr("mgen-client printed \"Segmentation\": "));
  EXPECT_THAT(std::string(log_.HandleServerLine("").message()),
              HasSubstr("mgen-server printed \"\": "));
}

TEST_F(LogFollowerTest, SkipsWhatNewerProgramsSay) {
  EXPECT_TRUE(log_.HandleClientLine(
                      mgen::LogLine(kClock, AtMs(0), "u00001,dyad1,weather,1"))
                  .ok());
  EXPECT_TRUE(
      log_.HandleServerLine(mgen::LogLine(kClock, AtMs(0), "weather,1")).ok());
}

TEST_F(LogFollowerTest, TheServerSaysWhereItListens) {
  EXPECT_EQ(log_.listening(), std::nullopt);
  ASSERT_TRUE(log_
                  .HandleServerLine(mgen::ServerLogLine(
                      kClock, AtMs(-1500), mgen::Listening{"127.0.0.1:40123"}))
                  .ok());
  EXPECT_EQ(log_.listening(), "127.0.0.1:40123");
}

TEST_F(LogFollowerTest, RegistrationIsCompleteOrAnError) {
  // u00001 and u00002 in dyad1; and a group of three.
  std::vector<std::pair<std::size_t, const char*>> seats;
  for (const Group& group : experiment_.groups) {
    for (const std::size_t user : group.members) {
      seats.emplace_back(user, group.name.c_str());
    }
  }
  ASSERT_THAT(seats, SizeIs(5));
  LogFollower other(experiment_, Named(experiment_, "none"), timeline_);
  const std::string complete = mgen::ServerLogLine(
      kClock,
      {.at = AtMs(5000), .what = mgen::MessageServer::RegistrationComplete{}});
  for (const auto& [user, group] : seats) {
    ASSERT_TRUE(Register(user, group).ok());
    EXPECT_FALSE(log_.registration_complete());
  }
  EXPECT_TRUE(log_.HandleServerLine(complete).ok());
  EXPECT_TRUE(log_.registration_complete());

  const absl::Status missing = other.HandleServerLine(complete);
  EXPECT_EQ(missing.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(missing.message()),
              HasSubstr("0 of 5 conversations registered with the server "
                        "within 7 s"));
}

}  // namespace
}  // namespace lab
