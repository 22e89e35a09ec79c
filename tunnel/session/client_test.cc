#include "tunnel/session/client.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/session/session.h"
#include "tunnel/smux/frame.h"

namespace session {
namespace {

using base::Instant;
using base::Milliseconds;
using base::Seconds;
using ::testing::HasSubstr;

constexpr Instant kStart{};
const std::vector<std::uint8_t> kPadding = {0x01, 0x00};  // A sign of life.

constexpr Instant At(std::int64_t ms) { return kStart + Milliseconds(ms); }

class ClientTest : public ::testing::Test {
 protected:
  explicit ClientTest(std::size_t carriers = 1) {
    base::Random random = base::Random::FromSeed(1);
    client_.emplace(
        Client::Create({.carriers = carriers}, random, kStart).value());
  }

  kcp::CarrierId Connect(Instant now) {
    const std::optional<kcp::CarrierId> id = client_->PollDial(now);
    EXPECT_TRUE(id.has_value());
    EXPECT_TRUE(client_->HandleDialed(*id, base::Random::FromSeed(1), now));
    return *id;
  }
  void Hear(kcp::CarrierId id, Instant now) {
    ASSERT_TRUE(client_->HandleReceived(id, kPadding, now).ok());
  }
  // Writes all that there is to write, to nobody.
  void Write(Instant now) {
    for (const kcp::CarrierId id : client_->session().PollOrder()) {
      while (client_->session().PollWrite(id, now)) {
      }
    }
  }
  // Time up to `end`, in steps of 10 ms, with its writes.
  void Pass(Instant from, Instant end) {
    for (Instant now = from; now <= end; now += Milliseconds(10)) {
      client_->HandleDeadline(now);
      Write(now);
    }
  }

  std::optional<Client> client_;
};

class TwoCarriersTest : public ClientTest {
 protected:
  TwoCarriersTest() : ClientTest(2) {}
};

TEST(ClientOptionsTest, AreChecked) {
  base::Random random = base::Random::FromSeed(1);
  EXPECT_THAT(
      std::string(
          Client::Create({.carriers = 5}, random, kStart).status().message()),
      HasSubstr("carriers is 5: it must be in 1..4"));
  EXPECT_THAT(
      std::string(
          Client::Create({.carriers = 0}, random, kStart).status().message()),
      HasSubstr("carriers is 0"));
}

TEST_F(ClientTest, DialsWhatItWantsAndNoMore) {
  const std::optional<kcp::CarrierId> id = client_->PollDial(kStart);
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(client_->PollDial(kStart), std::nullopt);
  EXPECT_TRUE(client_->HandleDialed(*id, base::Random::FromSeed(1), kStart));
  EXPECT_EQ(client_->PollDial(kStart), std::nullopt);
  EXPECT_TRUE(client_->session().HasCarrier(*id));
}

TEST_F(ClientTest, WaitsLongerAfterEachFailureInARow) {
  Instant now = kStart;
  for (const std::int64_t pause :
       {500, 1000, 2000, 4000, 8000, 16'000, 30'000, 30'000}) {
    const std::optional<kcp::CarrierId> id = client_->PollDial(now);
    ASSERT_TRUE(id.has_value());
    client_->HandleDialFailed(*id, now);
    // Or before, for smux's keepalive.
    EXPECT_LE(*client_->NextDeadline(), now + Milliseconds(pause));
    EXPECT_EQ(client_->PollDial(now + Milliseconds(pause - 1)), std::nullopt);
    now += Milliseconds(pause);
  }
}

TEST_F(ClientTest, ADialWithoutAnOutcomeHasFailed) {
  const std::optional<kcp::CarrierId> id = client_->PollDial(kStart);
  client_->HandleDeadline(At(30'000));
  EXPECT_FALSE(
      client_->HandleDialed(*id, base::Random::FromSeed(1), At(30'000)));
  EXPECT_EQ(client_->PollDial(At(30'499)), std::nullopt);
  EXPECT_TRUE(client_->PollDial(At(30'500)).has_value());
}

TEST_F(ClientTest, ACarrierThatBreaksBeforeItGaveAnythingCountsAsAFailure) {
  client_->HandleClosed(Connect(kStart), At(1));
  EXPECT_EQ(client_->PollDial(At(500)), std::nullopt);
  client_->HandleClosed(Connect(At(501)), At(501));
  EXPECT_EQ(client_->PollDial(At(1500)), std::nullopt);
  const kcp::CarrierId good = Connect(At(1501));
  Hear(good, At(1600));
  // One that carried is replaced at once.
  client_->HandleClosed(good, At(5000));
  EXPECT_TRUE(client_->PollDial(At(5000)).has_value());
}

TEST_F(ClientTest, ASilentCarrierIsReplacedBeforeItIsLeft) {
  const kcp::CarrierId first = Connect(kStart);
  Hear(first, kStart);
  // Something is under way, so it asks after 1 s, and is silent after 2 s.
  ASSERT_TRUE(client_->session().streams().Open().ok());
  const smux::StreamId stream{3};
  client_->session().streams().Write(stream, {1, 2, 3});
  Pass(kStart, At(1990));
  EXPECT_EQ(client_->PollDial(At(1990)), std::nullopt);
  Pass(At(2000), At(2010));
  const kcp::CarrierId second = Connect(At(2010));
  EXPECT_EQ(client_->PollClosed(), std::nullopt);
  EXPECT_TRUE(client_->session().HasCarrier(first));
  Hear(second, At(2100));
  EXPECT_EQ(client_->PollClosed(), first);
  EXPECT_FALSE(client_->session().HasCarrier(first));
}

TEST_F(ClientTest, ASilentCarrierThatIsHeardAgainStays) {
  const kcp::CarrierId first = Connect(kStart);
  Hear(first, kStart);
  ASSERT_TRUE(client_->session().streams().Open().ok());
  client_->session().streams().Write(smux::StreamId{3}, {1, 2, 3});
  Pass(kStart, At(2010));
  const std::optional<kcp::CarrierId> second = client_->PollDial(At(2010));
  ASSERT_TRUE(second.has_value());
  Hear(first, At(2050));
  client_->HandleDialFailed(*second, At(2060));
  EXPECT_EQ(client_->PollDial(At(10'000)), std::nullopt);
  EXPECT_EQ(client_->PollClosed(), std::nullopt);
}

TEST_F(ClientTest, WhatIsNoEncapsulationEndsItsCarrier) {
  const kcp::CarrierId id = Connect(kStart);
  EXPECT_TRUE(absl::IsInvalidArgument(
      client_->HandleReceived(id, {0xff, 0xff, 0xff}, kStart)));
  EXPECT_FALSE(client_->session().HasCarrier(id));
  EXPECT_TRUE(absl::IsNotFound(client_->HandleReceived(id, kPadding, kStart)));
}

TEST_F(TwoCarriersTest, DialsBothAtOnceAndReplacesEach) {
  const kcp::CarrierId first = Connect(kStart);
  const kcp::CarrierId second = Connect(kStart);
  EXPECT_EQ(client_->PollDial(kStart), std::nullopt);
  Hear(first, kStart);
  Hear(second, kStart);
  client_->HandleClosed(first, At(10));
  const kcp::CarrierId third = Connect(At(10));
  EXPECT_EQ(client_->PollDial(At(10)), std::nullopt);
  EXPECT_TRUE(client_->session().HasCarrier(second));
  EXPECT_TRUE(client_->session().HasCarrier(third));
}

}  // namespace
}  // namespace session
