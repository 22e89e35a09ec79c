#include "lab/message_log.h"

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "gtest/gtest.h"
#include "lab/experiment.h"
#include "lab/observations.h"
#include "lab/population.h"
#include "mgen/model.h"
#include "mgen/user.h"

namespace lab {
namespace {

using State = mgen::Conversation::State;

constexpr base::Instant AtS(std::int64_t s) {
  return base::Instant{} + base::Seconds(s);
}

// Users 0 and 1 in group 0; 0, 1 and 2 in group 1. Seats: 0/0, 0/1, 1/0, 1/1,
// 2/1.
Experiment ThreeUsers() {
  Experiment experiment;
  experiment.users = 3;
  experiment.groups = {{.name = "dyad1", .members = {1, 0}},
                       {.name = "group1", .members = {2, 0, 1}}};
  return experiment;
}

class MessageLogTest : public ::testing::Test {
 protected:
  void Send(std::size_t seat, std::int64_t s, std::uint32_t id) {
    Tell(seat, s,
         mgen::User::Send{
             .from = State::kIdle, .to = State::kIdle, .blocks = 3, .id = id});
  }
  void Receive(std::size_t seat, std::int64_t s, std::size_t sender,
               std::uint32_t id) {
    Tell(seat, s,
         mgen::User::Receive{.from = State::kIdle,
                             .to = State::kIdle,
                             .sender = Experiment::UserName(sender),
                             .body_bytes = 480,
                             .id = id});
  }
  void Receipt(std::size_t seat, std::int64_t s, std::size_t from,
               std::uint32_t id) {
    Tell(seat, s,
         mgen::User::ReceiveReceipt{.state = State::kIdle,
                                    .sender = Experiment::UserName(from),
                                    .id = id});
  }
  template <typename What>
  void Tell(std::size_t seat, std::int64_t s, What what) {
    log_.HandleEvent(seat, {.at = AtS(s), .conversation = 0, .what = what});
  }

  std::vector<ConversationObservations> Take() {
    std::vector<ConversationObservations> all(5);
    log_.MoveTo(all);
    return all;
  }

  Experiment experiment_ = ThreeUsers();
  MessageLog log_{experiment_, AtS(60), AtS(100)};
};

TEST_F(MessageLogTest, SeatsGoByUserAndThenGroup) {
  std::string seats;
  for (const ConversationObservations& c : Take()) {
    seats += std::to_string(c.user) + "/" + std::to_string(c.group) + " ";
  }
  EXPECT_EQ(seats, "0/0 0/1 1/0 1/1 2/1 ");
}

TEST_F(MessageLogTest, FollowsAMessageToEachMemberAndBack) {
  Send(1, 70, 4);  // User 0 to group 1: users 2 and 1.
  EXPECT_EQ(log_.outstanding(), 2u);
  Receive(4, 71, 0, 4);
  Receive(3, 72, 0, 4);
  Receipt(1, 73, 2, 4);
  EXPECT_EQ(log_.outstanding(), 1u);
  const std::vector<Message> messages = Take()[1].messages;
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].id, 4u);
  EXPECT_EQ(messages[0].blocks, 3u);
  EXPECT_EQ(messages[0].sent, AtS(70));
  ASSERT_EQ(messages[0].deliveries.size(), 2u);
  EXPECT_EQ(messages[0].deliveries[0].recipient, 2u);
  EXPECT_EQ(messages[0].deliveries[0].received, AtS(71));
  EXPECT_EQ(messages[0].deliveries[0].receipted, AtS(73));
  EXPECT_EQ(messages[0].deliveries[1].recipient, 1u);
  EXPECT_EQ(messages[0].deliveries[1].received, AtS(72));
  EXPECT_FALSE(messages[0].deliveries[1].receipted.has_value());
}

TEST_F(MessageLogTest, FollowsOnlyWhatIsSentWhileMeasuring) {
  Send(0, 59, 0);
  Send(0, 60, 1);
  Send(0, 99, 2);
  Send(0, 100, 3);
  for (std::uint32_t id = 0; id < 4; ++id) Receive(2, 101, 0, id);
  const std::vector<Message> messages = Take()[0].messages;
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].id, 1u);
  EXPECT_EQ(messages[1].id, 2u);
  EXPECT_TRUE(messages[1].deliveries[0].received.has_value());
}

TEST_F(MessageLogTest, CountsWhatComesTwice) {
  Send(0, 60, 0);
  Receive(2, 61, 0, 0);
  Receive(2, 62, 0, 0);
  Receipt(0, 63, 1, 0);
  Receipt(0, 64, 1, 0);
  const std::vector<Message> messages = Take()[0].messages;
  EXPECT_EQ(log_.outstanding(), 0u);
  EXPECT_EQ(messages[0].deliveries[0].duplicates, 1u);
  EXPECT_EQ(messages[0].deliveries[0].received, AtS(61));
  EXPECT_EQ(messages[0].deliveries[0].receipted, AtS(63));
}

TEST_F(MessageLogTest, TheSameIdInAnotherGroupIsAnotherMessage) {
  Send(0, 60, 0);
  Receive(3, 61, 0, 0);  // User 1 in group 1.
  EXPECT_FALSE(Take()[0].messages[0].deliveries[0].received.has_value());
}

TEST_F(MessageLogTest, CountsDroppedMessagesAndFailedConnections) {
  Tell(2, 1, mgen::User::Dropped{.id = 0});
  Tell(2, 2, mgen::User::Failed{.reason = "reset"});
  Tell(2, 3, mgen::User::Failed{.reason = "reset"});
  Tell(2, 4, mgen::User::Awake{});
  const std::vector<ConversationObservations> all = Take();
  EXPECT_EQ(all[2].dropped, 1u);
  EXPECT_EQ(all[2].failed_connections, 2u);
  EXPECT_EQ(all[3].failed_connections, 0u);
}

}  // namespace
}  // namespace lab
