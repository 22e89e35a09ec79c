#include "net/connections.h"

#include <boost/system/error_code.hpp>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "net/connection.h"
#include "net/tcp_socket.h"
#include "net/testing/loopback.h"
#include "tunnel/shaper/stream.h"

namespace net {
namespace {

using testing::Recorder;

class ConnectionsTest : public testing::LoopbackTest {};

TEST_F(ConnectionsTest, JoinsAClientAndAServer) {
  Connect();
  client_.to_send = "ping";
  client_.up->Pump();
  RunUntil([this] { return server_.received == "ping"; });
  server_.to_send = "pong";
  server_.up->Pump();
  RunUntil([this] { return client_.received == "pong"; });
  EXPECT_EQ(connections_.size(), 2u);
  EXPECT_EQ(connections_.counts().up, 2u);
  EXPECT_EQ(client_connection_->peer(), acceptor_.local_endpoint());
}

TEST_F(ConnectionsTest, WhatWasReleasedGoesWithoutAWordOnceThePeerKnows) {
  Connect();
  client_.to_send = "last";
  client_.up->Pump();
  client_connection_->Release();
  RunUntil([this] { return connections_.size() == 0; });
  EXPECT_FALSE(client_.closed);
  EXPECT_FALSE(client_.finished);
  EXPECT_EQ(server_.received, "last");
  EXPECT_EQ(server_.closed, "the peer closed the connection");
  EXPECT_TRUE(server_.finished);
}

TEST_F(ConnectionsTest, ADestroyedTableClosesWhatItHolds) {
  AcceptOne();
  auto others = std::make_unique<Connections>(io_context_, &timers_);
  Recorder client;
  others->Dial(client_tls(), acceptor_.local_endpoint(), "",
               Above(&client, shaper::Stream::Role::kClient));
  RunUntil([&] { return client.up != nullptr && server_.up != nullptr; });
  others.reset();
  RunUntil([this] { return server_.finished; });
  EXPECT_EQ(server_.closed, "the peer closed the connection");
  EXPECT_FALSE(client.closed);
}

TEST_F(ConnectionsTest, HoldsManyAtOnce) {
  constexpr int kPairs = 50;
  std::vector<std::unique_ptr<Recorder>> servers;
  std::function<void()> accept = [&] {
    acceptor_.async_accept(
        [&](const boost::system::error_code& error, TcpSocket socket) {
          ASSERT_FALSE(error);
          servers.push_back(std::make_unique<Recorder>());
          connections_.Accept(
              server_tls(), std::move(socket),
              Above(servers.back().get(), shaper::Stream::Role::kServer));
          if (servers.size() < kPairs) accept();
        });
  };
  accept();
  std::vector<std::unique_ptr<Recorder>> clients;
  for (int i = 0; i < kPairs; ++i) {
    clients.push_back(std::make_unique<Recorder>());
    clients.back()->to_send = std::to_string(i);
    connections_.Dial(
        client_tls(), acceptor_.local_endpoint(), "",
        Above(clients.back().get(), shaper::Stream::Role::kClient));
  }
  const auto received = [&] {
    std::multiset<std::string> all;
    for (const auto& server : servers) all.insert(server->received);
    all.erase("");
    return all;
  };
  RunUntil([&] { return received().size() == kPairs; });
  for (int i = 0; i < kPairs; ++i) {
    EXPECT_EQ(received().count(std::to_string(i)), 1u);
  }
  EXPECT_EQ(connections_.counts().failed_before_up, 0u);
}

}  // namespace
}  // namespace net
