#include "lab/sim_user.h"

#include <cstdint>
#include <memory>
#include <vector>

#include "base/time.h"
#include "gtest/gtest.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/message_log.h"
#include "lab/observations.h"
#include "lab/population.h"
#include "lab/sim_server.h"
#include "lab/testing/experiments.h"
#include "sim/scheduler.h"

namespace lab {
namespace {

constexpr base::Instant AtS(std::int64_t s) {
  return base::Instant{} + base::Seconds(s);
}

// Two users in one dyad, who are awake from 6 s on.
class SimUserTest : public ::testing::Test {
 protected:
  SimUserTest() {
    experiment_.users = 2;
    experiment_.groups = {{.name = "dyad1", .members = {0, 1}}};
    log_ = std::make_unique<MessageLog>(experiment_, AtS(6), AtS(60));
    for (std::size_t i = 0; i < 2; ++i) {
      SimUser::Options options;
      options.seed = 1;
      options.link = {.rate_bits_per_second = 1'000'000,
                      .delay = base::Milliseconds(10)};
      options.user.name = Experiment::UserName(i);
      options.user.conversations = {{.group = "dyad1",
                                     .distributions = experiment_.distributions,
                                     .bootstrap = base::Seconds(6),
                                     .stop_sending = AtS(60)}};
      users_.push_back(std::make_unique<SimUser>(&scheduler_, options, none_,
                                                 &server_, log_.get(), i));
      users_.back()->Start();
    }
  }

  std::vector<Message> MessagesOf(std::size_t user) {
    std::vector<ConversationObservations> conversations(2);
    log_->MoveTo(conversations);
    return conversations[user].messages;
  }

  Experiment experiment_ = SmallExperiment("1min", "{rate: 1Mbit}");
  DefenseSpec none_ = DefenseSpec::None();
  sim::Scheduler scheduler_;
  SimServer server_{&scheduler_, {.registration = base::Seconds(5)}};
  std::unique_ptr<MessageLog> log_;
  std::vector<std::unique_ptr<SimUser>> users_;
};

TEST_F(SimUserTest, TalksToTheOtherOne) {
  scheduler_.RunUntil(AtS(70));
  EXPECT_EQ(server_.registered(), 2u);
  EXPECT_EQ(log_->outstanding(), 0u);
  const std::vector<Message> messages = MessagesOf(0);
  EXPECT_GE(messages.size(), 3u);
  for (const Message& message : messages) {
    EXPECT_TRUE(message.deliveries.at(0).receipted.has_value());
  }
}

TEST_F(SimUserTest, ComesBackAfterAReset) {
  scheduler_.RunUntil(AtS(20));
  users_[0]->Reset(0);
  scheduler_.RunUntil(AtS(80));
  EXPECT_EQ(log_->outstanding(), 0u);
  std::vector<ConversationObservations> conversations(2);
  log_->MoveTo(conversations);
  EXPECT_EQ(conversations[0].failed_connections, 1u);
  EXPECT_EQ(conversations[1].failed_connections, 0u);
}

TEST_F(SimUserTest, MetersItsConversations) {
  scheduler_.RunUntil(AtS(6));
  users_[0]->up(0).Begin();
  scheduler_.RunUntil(AtS(60));
  users_[0]->Pump();
  users_[0]->up(0).End();
  const Direction up = users_[0]->up(0).Result();
  // A message and a receipt are one plain write each.
  EXPECT_GT(up.cells.normal_cells, MessagesOf(0).size());
  EXPECT_GT(up.cells.payload_bytes, 160 * up.cells.normal_cells);
}

}  // namespace
}  // namespace lab
