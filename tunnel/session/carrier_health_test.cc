#include "tunnel/session/carrier_health.h"

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "gtest/gtest.h"
#include "tunnel/kcp/carrier.h"

namespace session {
namespace {

using base::Instant;
using base::Milliseconds;
using base::Seconds;

constexpr Instant kStart{};

constexpr Instant At(std::int64_t ms) { return kStart + Milliseconds(ms); }

// Whether it is silent after an update.
bool Update(CarrierHealth& health, const kcp::CarrierState& state,
            const CarrierHealth::Others& others, Instant now) {
  health.Update(state, others, now);
  return health.silent();
}

TEST(CarrierHealthTest, SilentWhileOthersAreHeard) {
  CarrierHealth health({}, kStart);
  const kcp::CarrierState state = {.smoothed_round_trip = Milliseconds(50),
                                   .oldest_unanswered = At(1000)};
  // 500 ms and two round trips.
  EXPECT_EQ(health.NextDeadline(state, At(1000)), At(1600));
  EXPECT_FALSE(Update(health, state, {.heard = At(1500)}, At(1599)));
  EXPECT_TRUE(Update(health, state, {.heard = At(1500)}, At(1600)));
  EXPECT_TRUE(health.given_up());
}

TEST(CarrierHealthTest, WhereNobodyIsHeardNobodyIsSilent) {
  CarrierHealth health({}, kStart);
  const kcp::CarrierState state = {.oldest_unanswered = At(1000)};
  EXPECT_FALSE(Update(health, state, {}, At(60'000)));
  EXPECT_FALSE(Update(health, state, {.heard = At(1000)}, At(60'000)));
}

TEST(CarrierHealthTest, WithNothingToAnswerNobodyIsSilent) {
  CarrierHealth health({}, kStart);
  EXPECT_FALSE(Update(health, {}, {.heard = At(60'000), .answered = At(60'000)},
                      At(60'000)));
}

TEST(CarrierHealthTest, SilenceBeginsWithTheLastSignOfLife) {
  CarrierHealth health({}, kStart);
  const kcp::CarrierState state = {.oldest_unanswered = At(1000)};
  health.HandleHeard(At(1100));
  EXPECT_EQ(health.NextDeadline(state, At(1100)), At(1600));
  EXPECT_FALSE(Update(health, state, {.heard = At(1100)}, At(1600)));
  EXPECT_FALSE(Update(health, state, {.heard = At(1101)}, At(1599)));
  EXPECT_TRUE(Update(health, state, {.heard = At(1101)}, At(1600)));
}

TEST(CarrierHealthTest, OneThatCarriesOneWayOnlyIsNoUseThoughItIsHeard) {
  CarrierHealth health({}, kStart);
  const kcp::CarrierState state = {.oldest_unanswered = At(1000)};
  health.HandleHeard(At(2900));
  EXPECT_FALSE(Update(health, state, {.answered = At(1000)}, At(3000)));
  EXPECT_FALSE(Update(health, state, {.answered = At(1001)}, At(2999)));
  EXPECT_TRUE(Update(health, state, {.answered = At(1001)}, At(3000)));
  health.HandleHeard(At(3001));
  EXPECT_TRUE(health.silent());
}

TEST(CarrierHealthTest, ASignOfLifeEndsSilence) {
  CarrierHealth health({}, kStart);
  const kcp::CarrierState state = {.oldest_unanswered = At(0)};
  ASSERT_TRUE(Update(health, state, {.heard = At(1)}, At(500)));
  health.HandleHeard(At(600));
  EXPECT_FALSE(health.silent());
}

TEST(CarrierHealthTest, AskedItIsSilentWithoutAnAnswer) {
  CarrierHealth health({}, kStart);
  const kcp::CarrierState state = {.smoothed_round_trip = Milliseconds(25)};
  EXPECT_EQ(health.NextDeadline(state, kStart), std::nullopt);
  EXPECT_FALSE(health.WantsQuestion(Seconds(1), At(999)));
  EXPECT_TRUE(health.WantsQuestion(Seconds(1), At(1000)));
  // A defense held the question back: the time counts from its write.
  health.HandleAsked(At(4000));
  EXPECT_FALSE(health.WantsQuestion(Seconds(1), At(4000)));
  health.HandleAsked(At(4500));
  EXPECT_EQ(health.NextDeadline(state, At(4000)), At(5050));
  EXPECT_FALSE(Update(health, state, {}, At(5049)));
  EXPECT_TRUE(Update(health, state, {}, At(5050)));
  // Nobody else carries, and perhaps a defense keeps the peer silent.
  EXPECT_FALSE(health.given_up());
  EXPECT_TRUE(Update(health, state, {.heard = At(5200)}, At(5200)));
  EXPECT_TRUE(health.given_up());
}

TEST(CarrierHealthTest, AnAnswerIsAnySignOfLife) {
  CarrierHealth health({}, kStart);
  health.HandleAsked(At(1000));
  health.HandleHeard(At(1040));
  EXPECT_FALSE(Update(health, {}, {}, At(2000)));
  EXPECT_FALSE(health.WantsQuestion(Seconds(1), At(2039)));
  EXPECT_TRUE(health.WantsQuestion(Seconds(1), At(2040)));
}

}  // namespace
}  // namespace session
