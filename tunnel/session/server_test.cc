#include "tunnel/session/server.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/session/client_id.h"
#include "tunnel/session/preamble.h"
#include "tunnel/session/session.h"
#include "tunnel/smux/frame.h"

namespace session {
namespace {

using base::Instant;
using base::Milliseconds;
using base::Seconds;
using Bytes = std::vector<std::uint8_t>;

constexpr Instant kStart{};

ClientId IdOf(std::uint8_t n) { return {.bytes = {n, 1, 2, 3, 4, 5, 6, 7}}; }

Bytes PreambleOf(std::uint8_t n) {
  Bytes bytes;
  AppendPreamble(IdOf(n), bytes);
  return bytes;
}

// All that a client's session writes to one of its carriers now.
Bytes WritesOf(Session& session, kcp::CarrierId carrier, Instant now) {
  Bytes all;
  while (const auto write = session.PollWrite(carrier, now)) {
    all.insert(all.end(), write->begin(), write->end());
  }
  return all;
}

class ServerTest : public ::testing::Test {
 protected:
  explicit ServerTest(const Server::Options& options = {})
      : server_(Server::Create(options, kStart).value()) {}

  kcp::CarrierId Connect(Instant now = kStart) {
    return server_.AddCarrier(base::Random::FromSeed(1), now).value();
  }
  // A carrier of client `n` that has said so.
  kcp::CarrierId Introduce(std::uint8_t n, Instant now = kStart) {
    const kcp::CarrierId id = Connect(now);
    EXPECT_TRUE(server_.HandleReceived(id, PreambleOf(n), now).ok());
    return id;
  }
  // What a client sends that opens a stream and writes `text` on it.
  static Bytes Opening(std::uint8_t n, std::uint32_t conv,
                       const std::string& text) {
    Session client = Session::Create({.conv = conv}, kStart).value();
    const kcp::CarrierId carrier{1};
    EXPECT_TRUE(client
                    .AddCarrier(carrier, {.client_id = IdOf(n)},
                                base::Random::FromSeed(1), kStart)
                    .ok());
    const smux::StreamId stream = client.streams().Open().value();
    client.streams().Write(stream, Bytes(text.begin(), text.end()));
    return WritesOf(client, carrier, kStart);
  }
  std::string FirstTextOf(ClientNumber client) {
    smux::Session& streams = server_.session(client).streams();
    const std::optional<smux::StreamId> stream = streams.PollAccepted();
    if (!stream) return "no stream";
    const auto bytes = streams.Readable(*stream);
    return {bytes.begin(), bytes.end()};
  }

  Server server_;
};

class SmallServerTest : public ServerTest {
 protected:
  SmallServerTest()
      : ServerTest({.session = {.smux = {.role = smux::Role::kServer},
                                .max_carriers = 2},
                    .max_waiting = 2,
                    .max_clients = 2}) {}
};

TEST(ServerOptionsTest, AreChecked) {
  const auto error_of = [](const Server::Options& options) {
    return std::string(Server::Create(options, kStart).status().message());
  };
  EXPECT_EQ(error_of({.max_waiting = 0}),
            "max_waiting is 0: it must be in 1..16777216");
  EXPECT_EQ(error_of({.max_clients = 0}),
            "max_clients is 0: it must be in 1..16777216");
  EXPECT_EQ(error_of({.expiry = base::Duration(0)}),
            "expiry: 0 ns is not over 0");
  EXPECT_EQ(error_of({.session = {.conv = 1}}),
            "session.conv: is the client's to draw");
  EXPECT_EQ(error_of({.session = {.max_carriers = 0}}),
            "max_carriers is 0: it must be in 1..64");
}

TEST_F(ServerTest, FindsTheClientByThePreamble) {
  const kcp::CarrierId carrier = Connect();
  const Bytes bytes = Opening(1, 77, "hello");
  ASSERT_TRUE(server_.HandleReceived(carrier, bytes, kStart).ok());
  const std::optional<ClientNumber> client = server_.PollChanged();
  ASSERT_TRUE(client.has_value());
  EXPECT_EQ(server_.ClientOf(carrier), client);
  EXPECT_EQ(FirstTextOf(*client), "hello");
  EXPECT_EQ(server_.PollChanged(), std::nullopt);
}

TEST_F(ServerTest, CarriersOfOneClientShareItsSessionAndNobodyElseDoes) {
  const kcp::CarrierId a = Introduce(1);
  const kcp::CarrierId b = Introduce(1);
  const kcp::CarrierId c = Introduce(2);
  EXPECT_EQ(server_.ClientOf(a), server_.ClientOf(b));
  EXPECT_NE(server_.ClientOf(a), server_.ClientOf(c));
  EXPECT_EQ(server_.client_count(), 2u);
}

TEST_F(ServerTest, APreambleMayComeInPieces) {
  const kcp::CarrierId carrier = Connect();
  for (const std::uint8_t byte : PreambleOf(1)) {
    EXPECT_EQ(server_.ClientOf(carrier), std::nullopt);
    ASSERT_TRUE(server_.HandleReceived(carrier, {byte}, kStart).ok());
  }
  EXPECT_TRUE(server_.ClientOf(carrier).has_value());
}

TEST_F(ServerTest, WhoDoesNotBeginWithTheTokenIsUnknownAfterwards) {
  const kcp::CarrierId carrier = Connect();
  EXPECT_TRUE(absl::IsUnauthenticated(
      server_.HandleReceived(carrier, {0x12, 0x94}, kStart)));
  EXPECT_TRUE(
      absl::IsNotFound(server_.HandleReceived(carrier, {0x12}, kStart)));
  EXPECT_EQ(server_.waiting_count(), 0u);
}

TEST_F(ServerTest, WhoSaysNothingIsClosed) {
  const kcp::CarrierId carrier = Connect();
  ASSERT_TRUE(server_.HandleReceived(carrier, {0x12}, kStart).ok());
  EXPECT_EQ(server_.NextDeadline(), kStart + Seconds(10));
  server_.HandleDeadline(kStart + Seconds(10));
  EXPECT_EQ(server_.PollClosed(), carrier);
  EXPECT_EQ(server_.PollClosed(), std::nullopt);
  EXPECT_EQ(server_.NextDeadline(), std::nullopt);
}

TEST_F(ServerTest, WhoNeverOpensAConversationIsClosed) {
  const kcp::CarrierId carrier = Introduce(1);
  const std::optional<ClientNumber> client = server_.ClientOf(carrier);
  for (Instant now = kStart; now < kStart + Seconds(30); now += Seconds(1)) {
    server_.HandleDeadline(now);
    EXPECT_EQ(server_.PollClosed(), std::nullopt);
  }
  server_.HandleDeadline(kStart + Seconds(30));
  EXPECT_EQ(server_.PollClosed(), carrier);
  EXPECT_EQ(server_.PollEnded(), client);
  EXPECT_EQ(server_.client_count(), 0u);
}

TEST_F(ServerTest, WhoIsLookedAtDoesNotEnd) {
  // A host that goes through a client's carriers must not lose them on the way.
  const kcp::CarrierId carrier = Introduce(1);
  const ClientNumber client = *server_.ClientOf(carrier);
  server_.PollWrite(carrier, kStart + Seconds(31));
  server_.HandleStreamsChanged(client, kStart + Seconds(31));
  EXPECT_TRUE(server_.session(client).HasCarrier(carrier));
  EXPECT_LE(*server_.NextDeadline(), kStart + Seconds(31));
  server_.HandleDeadline(kStart + Seconds(31));
  EXPECT_EQ(server_.PollEnded(), client);
}

TEST_F(ServerTest, ASessionOutlivesItsCarriersForAMinute) {
  kcp::CarrierId carrier = Connect();
  ASSERT_TRUE(
      server_.HandleReceived(carrier, Opening(1, 77, "hello"), kStart).ok());
  const std::optional<ClientNumber> client = server_.ClientOf(carrier);
  server_.RemoveCarrier(carrier, kStart);
  server_.HandleDeadline(kStart + Seconds(59));
  carrier = Introduce(1, kStart + Seconds(59));
  EXPECT_EQ(server_.ClientOf(carrier), client);
  EXPECT_EQ(FirstTextOf(*client), "hello");
  server_.RemoveCarrier(carrier, kStart + Seconds(60));
  server_.HandleDeadline(kStart + Seconds(120));
  EXPECT_EQ(server_.PollEnded(), client);
}

TEST_F(ServerTest, AClientThatBeginsAnewHasNewStreams) {
  const kcp::CarrierId first = Connect();
  ASSERT_TRUE(
      server_.HandleReceived(first, Opening(1, 77, "before"), kStart).ok());
  const ClientNumber client = *server_.ClientOf(first);
  EXPECT_EQ(server_.session(client).generation(), 1u);
  const kcp::CarrierId second = Connect();
  ASSERT_TRUE(
      server_.HandleReceived(second, Opening(1, 78, "after"), kStart).ok());
  EXPECT_EQ(server_.ClientOf(second), client);
  EXPECT_EQ(server_.session(client).generation(), 2u);
  EXPECT_EQ(FirstTextOf(client), "after");
}

TEST_F(ServerTest, ANumberIsUsedAgainOnlyOnceItsEndIsKnown) {
  const kcp::CarrierId carrier = Introduce(1);
  const ClientNumber first = *server_.ClientOf(carrier);
  server_.HandleDeadline(kStart + Seconds(30));
  EXPECT_NE(server_.ClientOf(Introduce(2)), first);
  EXPECT_EQ(server_.PollEnded(), first);
  EXPECT_EQ(server_.ClientOf(Introduce(3)), first);
}

TEST_F(ServerTest, WhatIsNoEncapsulationEndsItsCarrierOnly) {
  const kcp::CarrierId bad = Introduce(1);
  const kcp::CarrierId good = Introduce(1);
  EXPECT_TRUE(absl::IsInvalidArgument(
      server_.HandleReceived(bad, {0xff, 0xff, 0xff}, kStart)));
  EXPECT_EQ(server_.ClientOf(bad), std::nullopt);
  EXPECT_TRUE(server_.ClientOf(good).has_value());
  EXPECT_EQ(server_.PollWrite(bad, kStart), std::nullopt);
}

TEST_F(SmallServerTest, StrangersHaveALimit) {
  Connect();
  Connect();
  EXPECT_TRUE(absl::IsResourceExhausted(
      server_.AddCarrier(base::Random::FromSeed(1), kStart).status()));
}

TEST_F(SmallServerTest, ClientsHaveALimit) {
  Introduce(1);
  Introduce(2);
  const kcp::CarrierId third = Connect();
  EXPECT_TRUE(absl::IsResourceExhausted(
      server_.HandleReceived(third, PreambleOf(3), kStart)));
  EXPECT_EQ(server_.ClientOf(third), std::nullopt);
  EXPECT_TRUE(server_.ClientOf(Introduce(2)).has_value());
}

TEST_F(SmallServerTest, AFresherCarrierTakesTheStalestsPlace) {
  const kcp::CarrierId first = Introduce(1, kStart);
  const kcp::CarrierId second = Introduce(1, kStart + Milliseconds(1));
  ASSERT_TRUE(
      server_.HandleReceived(first, {0x01, 0x00}, kStart + Milliseconds(2))
          .ok());  // Padding: a sign of life.
  const kcp::CarrierId third = Introduce(1, kStart + Milliseconds(3));
  EXPECT_EQ(server_.PollClosed(), second);
  EXPECT_EQ(server_.ClientOf(second), std::nullopt);
  EXPECT_EQ(server_.ClientOf(first), server_.ClientOf(third));
}

}  // namespace
}  // namespace session
