#include "mgen/model.h"

#include <memory>
#include <optional>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "mgen/distribution.h"

namespace mgen {
namespace {

using State = Conversation::State;

TimeDistribution Constant(double seconds) {
  return TimeDistribution::Create(Normal{.mean = seconds, .std_dev = 0})
      .value();
}

TimeDistribution Between(double low, double high) {
  return TimeDistribution::Create(Uniform{.low = low, .high = high}).value();
}

// Always 7 blocks.
SizeDistribution SevenBlocks() {
  return SizeDistribution::Create(Binomial{.n = 7, .p = 1}).value();
}

struct Constants {
  double s = 1, r = 1, i = 10, w = 3.5, a_s = 1, a_r = 2;
};

std::shared_ptr<const Distributions> Make(Constants c) {
  return std::make_shared<const Distributions>(
      Distributions{.s = c.s,
                    .r = c.r,
                    .m = SevenBlocks(),
                    .i = Constant(c.i),
                    .w = Constant(c.w),
                    .a_s = Constant(c.a_s),
                    .a_r = Constant(c.a_r)});
}

base::Instant At(double seconds) {
  return base::Instant{} + base::FromSeconds(seconds);
}

Conversation Start(Constants constants, WaitMode mode) {
  return Conversation(Make(constants), mode, base::Random::FromSeed(1),
                      base::Instant{});
}

// Meets each deadline on time, `steps` times; returns when it sent.
std::vector<double> SendTimes(Conversation& conversation, int steps) {
  std::vector<double> times;
  for (int step = 0; step < steps; ++step) {
    const base::Instant now = conversation.NextDeadline();
    if (conversation.HandleDeadline(now)) {
      times.push_back(base::ToSeconds(now - base::Instant{}));
    }
  }
  return times;
}

TEST(ConversationTest, StartsIdleAndWaitsForI) {
  Conversation conversation = Start({.i = 10}, WaitMode::kInactivity);
  EXPECT_EQ(conversation.state(), State::kIdle);
  EXPECT_EQ(conversation.NextDeadline(), At(10));
  EXPECT_FALSE(conversation.HandleDeadline(At(9.999)));
  EXPECT_EQ(conversation.NextDeadline(), At(10));
}

// Trap 1 of the spec: wait = 10 + 3.5 once; sends at 10, 11, 12, 13; the next
// would be at 14 > 13.5, so Idle then; 13.5 + 10 = 23.5.
TEST(ConversationTest, DeadlineModeEndsActiveAtItsFirstWait) {
  Conversation conversation = Start({}, WaitMode::kDeadline);
  EXPECT_EQ(SendTimes(conversation, 4), (std::vector<double>{10, 11, 12, 13}));
  EXPECT_EQ(conversation.state(), State::kActive);
  EXPECT_EQ(conversation.NextDeadline(), At(13.5));
  EXPECT_FALSE(conversation.HandleDeadline(At(13.5)));
  EXPECT_EQ(conversation.state(), State::kIdle);
  EXPECT_EQ(conversation.NextDeadline(), At(23.5));
}

// Each send moves the wait to 3.5 s after it, and the next send is 1 s after.
TEST(ConversationTest, InactivityModeNeverIdlesWhileSendsComeSooner) {
  Conversation conversation = Start({}, WaitMode::kInactivity);
  const std::vector<double> times = SendTimes(conversation, 100);
  ASSERT_EQ(times.size(), 100u);
  for (std::size_t k = 0; k < times.size(); ++k) {
    EXPECT_EQ(times[k], 10 + static_cast<double>(k));
  }
  EXPECT_EQ(conversation.state(), State::kActive);
}

TEST(ConversationTest, GoesIdleWithoutASendWhenBothTimersTie) {
  for (WaitMode mode : {WaitMode::kInactivity, WaitMode::kDeadline}) {
    Conversation conversation = Start({.w = 2, .a_s = 2}, mode);
    ASSERT_TRUE(conversation.HandleDeadline(At(10)));
    EXPECT_EQ(conversation.NextDeadline(), At(12));
    EXPECT_FALSE(conversation.HandleDeadline(At(12)));
    EXPECT_EQ(conversation.state(), State::kIdle);
    EXPECT_EQ(conversation.NextDeadline(), At(22));
  }
}

TEST(ConversationTest, SendSaysStatesBlocksAndId) {
  Conversation conversation = Start({}, WaitMode::kDeadline);
  const std::optional<Conversation::Sent> first =
      conversation.HandleDeadline(At(10));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->from, State::kIdle);
  EXPECT_EQ(first->to, State::kActive);
  EXPECT_EQ(first->blocks, 7u);
  EXPECT_EQ(first->id, 0u);
  const std::optional<Conversation::Sent> second =
      conversation.HandleDeadline(At(11));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->from, State::kActive);
  EXPECT_EQ(second->to, State::kActive);
  EXPECT_EQ(second->id, 1u);
}

TEST(ConversationTest, StaysIdleAfterASendWhenSIsZero) {
  Conversation conversation = Start({.s = 0}, WaitMode::kInactivity);
  EXPECT_EQ(SendTimes(conversation, 3), (std::vector<double>{10, 20, 30}));
  EXPECT_EQ(conversation.state(), State::kIdle);
}

TEST(ConversationTest, MessageInIdleMakesActiveWithTheReplyDelay) {
  Conversation conversation = Start({.s = 0}, WaitMode::kDeadline);
  const Conversation::Transition transition = conversation.HandleMessage(At(4));
  EXPECT_EQ(transition.from, State::kIdle);
  EXPECT_EQ(transition.to, State::kActive);
  EXPECT_EQ(conversation.NextDeadline(), At(6));  // 4 + a_r.
  ASSERT_TRUE(conversation.HandleDeadline(At(6)));
  EXPECT_EQ(conversation.NextDeadline(), At(7));  // 6 + a_s < 4 + w = 7.5.
}

TEST(ConversationTest, UnaffectedMessageInIdleKeepsTheOldTimer) {
  Conversation conversation = Start({.r = 0}, WaitMode::kInactivity);
  const Conversation::Transition transition = conversation.HandleMessage(At(4));
  EXPECT_EQ(transition.from, State::kIdle);
  EXPECT_EQ(transition.to, State::kIdle);
  EXPECT_EQ(conversation.NextDeadline(), At(10));
}

// Active at 4 with wait 7.5. A message at 6: delay 6 + 2 = 8. The deadline
// stays 7.5 or becomes 6 + 3.5 = 9.5.
TEST(ConversationTest, MessageInActiveMovesTheWaitInInactivityModeOnly) {
  Conversation deadline = Start({}, WaitMode::kDeadline);
  deadline.HandleMessage(At(4));
  EXPECT_EQ(deadline.HandleMessage(At(6)).from, State::kActive);
  EXPECT_EQ(deadline.NextDeadline(), At(7.5));
  EXPECT_FALSE(deadline.HandleDeadline(At(7.5)));
  EXPECT_EQ(deadline.state(), State::kIdle);

  Conversation inactivity = Start({}, WaitMode::kInactivity);
  inactivity.HandleMessage(At(4));
  inactivity.HandleMessage(At(6));
  EXPECT_EQ(inactivity.NextDeadline(), At(8));
  EXPECT_TRUE(inactivity.HandleDeadline(At(8)));
  EXPECT_EQ(inactivity.state(), State::kActive);
}

// Woken 0.7 s late: the next send is 1 s after the wake-up, not after 10.
TEST(ConversationTest, TimersRunFromTheWakeUp) {
  Conversation conversation = Start({}, WaitMode::kInactivity);
  ASSERT_TRUE(conversation.HandleDeadline(At(10.7)));
  EXPECT_EQ(conversation.NextDeadline(), At(11.7));
}

// Both timers have passed: the order of the deadlines decides, not the time.
TEST(ConversationTest, LateWakeUpStillSendsWhatWasDueBeforeTheWait) {
  Conversation conversation = Start({}, WaitMode::kDeadline);
  ASSERT_TRUE(conversation.HandleDeadline(At(10)));
  EXPECT_TRUE(conversation.HandleDeadline(At(100)));
  EXPECT_FALSE(conversation.HandleDeadline(At(100)));
  EXPECT_EQ(conversation.state(), State::kIdle);
}

// Samples with a second generator in the documented order and expects the same
// numbers: any other order gives others.
class DrawOrderTest : public testing::TestWithParam<WaitMode> {
 protected:
  static std::shared_ptr<const Distributions> Spread(double s, double r) {
    return std::make_shared<const Distributions>(Distributions{
        .s = s,
        .r = r,
        .m = SizeDistribution::Create(Poisson{.lambda = 50}).value(),
        .i = Between(10, 20),
        .w = Between(1000, 2000),
        .a_s = Between(1, 2),
        .a_r = Between(2, 4)});
  }

  base::Random reference_ = base::Random::FromStream(7, "model/a/b");
};

TEST_P(DrawOrderTest, SendInIdleDrawsSizeChoiceDelayWait) {
  const auto d = Spread(0.999999, 0.999999);
  Conversation conversation(d, GetParam(), reference_, base::Instant{});
  base::Instant now = base::Instant{} + d->i.Sample(reference_);
  ASSERT_EQ(conversation.NextDeadline(), now);

  std::optional<Conversation::Sent> sent = conversation.HandleDeadline(now);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->blocks, d->m.Sample(reference_));
  base::UnitDouble(reference_);  // s
  now += d->a_s.Sample(reference_);
  d->w.Sample(reference_);
  ASSERT_EQ(conversation.NextDeadline(), now);

  sent = conversation.HandleDeadline(now);  // In Active: m, a_s and perhaps w.
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->blocks, d->m.Sample(reference_));
  now += d->a_s.Sample(reference_);
  if (GetParam() == WaitMode::kInactivity) d->w.Sample(reference_);
  ASSERT_EQ(conversation.NextDeadline(), now);

  conversation.HandleMessage(now);  // In Active: perhaps w, then a_r.
  if (GetParam() == WaitMode::kInactivity) d->w.Sample(reference_);
  EXPECT_EQ(conversation.NextDeadline(), now + d->a_r.Sample(reference_));
}

TEST_P(DrawOrderTest, SendThatStaysIdleDrawsSizeChoiceDelay) {
  const auto d = Spread(0, 0);
  Conversation conversation(d, GetParam(), reference_, base::Instant{});
  base::Instant now = base::Instant{} + d->i.Sample(reference_);
  ASSERT_TRUE(conversation.HandleDeadline(now));
  d->m.Sample(reference_);
  base::UnitDouble(reference_);  // s
  now += d->i.Sample(reference_);
  ASSERT_EQ(conversation.NextDeadline(), now);

  conversation.HandleMessage(now);  // r only.
  base::UnitDouble(reference_);
  ASSERT_EQ(conversation.NextDeadline(), now);
  const std::optional<Conversation::Sent> sent =
      conversation.HandleDeadline(now);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->blocks, d->m.Sample(reference_));
}

TEST_P(DrawOrderTest, MessageInIdleDrawsChoiceWaitDelay) {
  const auto d = Spread(1, 1);
  Conversation conversation(d, GetParam(), reference_, base::Instant{});
  d->i.Sample(reference_);
  conversation.HandleMessage(At(3));
  base::UnitDouble(reference_);  // r
  d->w.Sample(reference_);
  EXPECT_EQ(conversation.NextDeadline(), At(3) + d->a_r.Sample(reference_));
}

INSTANTIATE_TEST_SUITE_P(BothModes, DrawOrderTest,
                         testing::Values(WaitMode::kInactivity,
                                         WaitMode::kDeadline));

}  // namespace
}  // namespace mgen
