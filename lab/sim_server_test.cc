#include "lab/sim_server.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "lab/sim_connection.h"
#include "mgen/server_host.h"
#include "mgen/wire.h"
#include "sim/scheduler.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/stream_end.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace lab {
namespace {

using End = SimConnection::End;
using Role = shaper::Stream::Role;

// A client that writes bytes as they are, over a connection without delay.
struct RawClient final : shaper::StreamEnd::Application {
  RawClient(sim::Scheduler& scheduler, SimServer& server)
      : session(server.host()),
        connection(&scheduler,
                   {.pipe = {},
                    .streams = {shaper::Plain(Role::kClient),
                                shaper::Plain(Role::kServer)}},
                   {base::Random::FromSeed(1), base::Random::FromSeed(2)},
                   {this, &session}) {}

  void HandleUp(shaper::StreamEnd&) override {}
  void Refill(shaper::StreamEnd& end) override {
    to_write.erase(
        to_write.begin(),
        to_write.begin() + static_cast<std::ptrdiff_t>(end.Write(to_write)));
  }
  void HandleReadable(shaper::StreamEnd& end) override {
    const auto bytes = end.readable();
    read.insert(read.end(), bytes.begin(), bytes.end());
    end.Consume(bytes.size());
  }
  void HandleClosed(shaper::StreamEnd&, absl::string_view) override {
    closed = true;
  }

  void Greet(const std::string& sender) {
    mgen::AppendHandshake({.sender = sender, .group = "g"}, to_write);
    connection.end(End::kClient).Pump();
  }
  void Send(const mgen::Header& header) {
    mgen::AppendMessage(header, to_write);
    connection.end(End::kClient).Pump();
  }

  std::vector<std::uint8_t> to_write, read;
  bool closed = false;
  mgen::ServerHost::Session session;
  SimConnection connection;
};

constexpr base::Instant AtS(std::int64_t s) {
  return base::Instant{} + base::Seconds(s);
}

const mgen::Header kMessage = {
    .sender = "alice", .group = "g", .id = 0, .body = 160};

TEST(SimServerTest, WhatCameInTheWindowIsForwardedWhenItCloses) {
  sim::Scheduler scheduler;
  SimServer server(&scheduler, {.registration = base::Seconds(5)});
  RawClient alice(scheduler, server), bob(scheduler, server);
  scheduler.RunUntil(AtS(1));
  alice.Greet("alice");
  alice.Send(kMessage);
  bob.Greet("bob");
  scheduler.RunUntil(AtS(4));
  EXPECT_EQ(server.registered(), 2u);
  EXPECT_TRUE(bob.read.empty());
  scheduler.RunUntil(AtS(5));
  std::vector<std::uint8_t> forwarded;
  mgen::AppendMessage(kMessage, forwarded);
  EXPECT_EQ(bob.read, forwarded);
  EXPECT_TRUE(alice.read.empty());
}

TEST(SimServerTest, WhoComesLateIsClosed) {
  sim::Scheduler scheduler;
  SimServer server(&scheduler, {.registration = base::Seconds(5)});
  scheduler.RunUntil(AtS(6));
  RawClient late(scheduler, server);
  scheduler.RunUntil(AtS(7));
  late.Greet("late");
  scheduler.RunUntil(AtS(8));
  EXPECT_TRUE(late.closed);
  EXPECT_EQ(server.registered(), 0u);
}

TEST(SimServerTest, ANewConnectionTakesTheOldOnesPlace) {
  sim::Scheduler scheduler;
  SimServer server(&scheduler, {.registration = base::Seconds(5)});
  RawClient bob(scheduler, server), alice(scheduler, server);
  scheduler.RunUntil(AtS(1));
  alice.Greet("alice");
  bob.Greet("bob");
  scheduler.RunUntil(AtS(6));
  RawClient again(scheduler, server);
  scheduler.RunUntil(AtS(7));
  again.Greet("bob");
  scheduler.RunUntil(AtS(8));
  EXPECT_TRUE(bob.closed);
  alice.Send(kMessage);
  scheduler.RunUntil(AtS(9));
  EXPECT_FALSE(again.read.empty());
  EXPECT_EQ(server.registered(), 2u);
}

}  // namespace
}  // namespace lab
