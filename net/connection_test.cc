#include "net/connection.h"

#include <sys/resource.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/types/span.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/tcp_socket.h"
#include "net/testing/loopback.h"
#include "net/timers.h"
#include "net/tls_socket.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/stream_end.h"

namespace net {
namespace {

using shaper::Stream;
using shaper::StreamEnd;
using ::testing::HasSubstr;

// Bytes that show where any are missing, doubled or in the wrong place.
std::string Pattern(std::size_t size, std::uint32_t seed) {
  std::string text(size, '\0');
  for (char& c : text) {
    seed = seed * 1664525 + 1013904223;
    c = static_cast<char>(seed >> 24);
  }
  return text;
}

class ConnectionTest : public testing::LoopbackTest {
 protected:
  explicit ConnectionTest(Connection::Options options = {})
      : LoopbackTest(options) {}

  // A client that does what the test says and nothing by itself.
  TcpSocket BareSocket() {
    AcceptOne();
    TcpSocket socket(io_context_);
    socket.connect(acceptor_.local_endpoint());
    return socket;
  }
  // The same, with TLS up and the server's connection too.
  std::unique_ptr<TlsSocket> BareTls() {
    auto bare = std::make_unique<TlsSocket>(BareSocket(), client_tls(),
                                            TlsSocket::Role::kClient);
    TlsSocket::Want want = TlsSocket::Want::kRead;
    RunUntil([&] {
      if (want != TlsSocket::Want::kNothing) {
        want = bare->ContinueHandshake().value();
      }
      return server_.up != nullptr;
    });
    return bare;
  }
  void SendRaw(TcpSocket& socket, const std::string& bytes) {
    asio::write(socket, asio::buffer(bytes));
  }
  static void Send(testing::Recorder& from, std::string bytes) {
    from.to_send += bytes;
    from.up->Pump();
  }
};

TEST_F(ConnectionTest, CarriesMuchBothWaysThoughTheReadersAreSlow) {
  Connect();
  const std::string up = Pattern(16 << 20, 1);
  const std::string down = Pattern(16 << 20, 2);
  client_.reads = server_.reads = false;
  Send(client_, up);
  Send(server_, down);
  while (io_context_.poll() > 0) {
  }
  // The kernel is full; what has come waits there, but for what one turn reads.
  EXPECT_FALSE(client_.all_sent());
  EXPECT_FALSE(server_.all_sent());
  EXPECT_FALSE(client_connection_->HasRoom(1));
  EXPECT_LE(server_.up->readable().size(), 65536u + 16384u);
  EXPECT_LE(client_.up->readable().size(), 65536u + 16384u);
  client_.reads = server_.reads = true;
  client_.HandleReadable(*client_.up);
  server_.HandleReadable(*server_.up);
  RunUntil([&] {
    return server_.received.size() == up.size() &&
           client_.received.size() == down.size();
  });
  EXPECT_TRUE(server_.received == up);
  EXPECT_TRUE(client_.received == down);
}

TEST_F(ConnectionTest, CarriesCells) {
  client_defense_ = server_defense_ = shaper::Defense{.cell_size = 512};
  Connect();
  EXPECT_EQ(client_.up->stream()->mode(), Stream::Mode::kDefended);
  const std::string up = Pattern(200000, 3);
  const std::string down = Pattern(200000, 4);
  Send(client_, up);
  RunUntil([&] { return server_.received.size() == up.size(); });
  Send(server_, down);
  RunUntil([&] { return client_.received.size() == down.size(); });
  EXPECT_TRUE(server_.received == up);
  EXPECT_TRUE(client_.received == down);
}

// The refusal arrives, though the client's data lies unread when the server
// closes.
TEST_F(ConnectionTest, ARefusalArrivesBeforeTheClose) {
  client_defense_ = shaper::Defense{.cell_size = 512};
  client_.to_send = Pattern(1 << 20, 5);
  AcceptOne();
  Dial();
  RunUntil([this] { return client_.finished && server_.finished; });
  EXPECT_THAT(*client_.closed, HasSubstr("refuses the defense"));
  EXPECT_EQ(client_.received, "");
}

TEST_F(ConnectionTest, WhatWasWrittenBeforeCloseArrives) {
  Connect();
  const std::string last = Pattern(100000, 6);
  server_.at_readable = [&](StreamEnd& end) {
    end.Write({reinterpret_cast<const std::uint8_t*>(last.data()), 16384});
    end.Pump();
    end.Close();
  };
  Send(client_, "go");
  RunUntil([this] { return client_.finished && server_.finished; });
  EXPECT_EQ(client_.received, last.substr(0, 16384));
  EXPECT_EQ(client_.closed, "the peer closed the connection");
  EXPECT_FALSE(server_.closed);
}

TEST_F(ConnectionTest, MayBeReleasedFromAnyCallback) {
  client_.at_up = [this](StreamEnd&) { client_connection_->Release(); };
  AcceptOne();
  Dial();
  RunUntil([this] { return server_.finished && connections_.size() == 0; });
  EXPECT_FALSE(client_.finished);

  server_ = testing::Recorder();
  client_ = testing::Recorder();
  Connect();
  server_.at_readable = [this](StreamEnd&) { server_connection_->Release(); };
  client_.at_closed = [this](StreamEnd&) { client_connection_->Release(); };
  Send(client_, "go");
  RunUntil([this] { return client_.closed && connections_.size() == 0; });
  EXPECT_FALSE(client_.finished);
  EXPECT_FALSE(server_.finished);
}

TEST_F(ConnectionTest, ARefusedPortIsAnError) {
  const Endpoint nowhere = [this] {
    TcpSocket bound(io_context_);
    bound.open(asio::ip::tcp::v4());
    bound.bind(Endpoint(asio::ip::address_v4::loopback(), 0));
    return bound.local_endpoint();
  }();
  connections_.Dial(client_tls(), nowhere, "",
                    Above(&client_, Stream::Role::kClient));
  EXPECT_FALSE(client_.closed);
  RunUntil([this] { return client_.finished; });
  EXPECT_EQ(client_.closed, "Connection refused");
}

TEST_F(ConnectionTest, WantOfDescriptorsIsAnErrorOfTheDial) {
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit none = before;
  none.rlim_cur = 0;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  Dial();
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_FALSE(client_.closed);
  RunUntil([this] { return client_.finished; });
  EXPECT_EQ(client_.closed, "Too many open files");
}

TEST_F(ConnectionTest, GarbageAndHttpEndThatConnectionAlone) {
  Connect();
  testing::Recorder& good = client_;
  for (const auto& [bytes, reason] :
       {std::pair<std::string, std::string>("GET / HTTP/1.1\r\n\r\n",
                                            "TLS: http request"),
        {Pattern(1000, 7), "TLS: "}}) {
    testing::Recorder bad;
    TcpSocket socket(io_context_);
    socket.connect(acceptor_.local_endpoint());
    TcpSocket accepted(io_context_);
    acceptor_.accept(accepted);
    connections_.Accept(server_tls(), std::move(accepted),
                        Above(&bad, Stream::Role::kServer));
    SendRaw(socket, bytes);
    RunUntil([&] { return bad.finished; });
    EXPECT_THAT(*bad.closed, HasSubstr(reason));
    EXPECT_EQ(bad.up, nullptr);
  }
  EXPECT_EQ(connections_.counts().failed_before_up, 2u);
  Send(good, "still here");
  RunUntil([this] { return server_.received == "still here"; });
}

TEST_F(ConnectionTest, APeerThatLeavesInTheHandshakeIsAnError) {
  TcpSocket socket = BareSocket();
  RunUntil([this] { return server_connection_ != nullptr; });
  SendRaw(socket, "\x16\x03\x01");  // Of a record's header.
  socket.close();
  RunUntil([this] { return server_.finished; });
  EXPECT_THAT(*server_.closed, HasSubstr("ended"));
  EXPECT_EQ(connections_.counts().failed_before_up, 1u);
}

TEST_F(ConnectionTest, AResetIsAnError) {
  const std::unique_ptr<TlsSocket> bare = BareTls();
  bare->Abort();
  RunUntil([this] { return server_.finished; });
  EXPECT_EQ(server_.closed, "Connection reset by peer");
  EXPECT_EQ(connections_.counts().failed_later, 1u);
}

TEST_F(ConnectionTest, AnEndWithoutCloseNotifyIsAnError) {
  const std::unique_ptr<TlsSocket> bare = BareTls();
  bare->Close();
  RunUntil([this] { return server_.finished; });
  EXPECT_THAT(*server_.closed, HasSubstr("close_notify"));
}

// The error is met in a write, from the application's call, and told from the
// loop.
TEST_F(ConnectionTest, AWriteToAPeerThatIsGoneIsToldFromTheLoop) {
  server_.reads = false;
  const std::unique_ptr<TlsSocket> bare = BareTls();
  ASSERT_TRUE(bare->Write(std::array<std::uint8_t, 3>{1, 2, 3}).ok());
  RunUntil([this] { return !server_.up->readable().empty(); });
  bare->Abort();
  Send(server_, "hello?");
  EXPECT_FALSE(server_.closed);
  RunUntil([this] { return server_.finished; });
  EXPECT_TRUE(server_.closed);
}

// Limits of a few milliseconds.
class ImpatientConnectionTest : public ConnectionTest {
 protected:
  ImpatientConnectionTest()
      : ConnectionTest({.handshake_limit = base::Milliseconds(250),
                        .write_stall_limit = base::Milliseconds(20),
                        .linger_limit = base::Milliseconds(20)}) {}
};

TEST_F(ImpatientConnectionTest, WhoSaysNothingIsClosed) {
  TcpSocket silent = BareSocket();
  RunUntil([this] { return server_.finished; });
  EXPECT_EQ(server_.closed, "no TLS connection within 0.25 s");
}

TEST_F(ImpatientConnectionTest, AServerThatSaysNothingIsGivenUp) {
  Dial();
  RunUntil([this] { return client_.finished; });
  EXPECT_EQ(client_.closed, "no TLS connection within 0.25 s");
}

TEST_F(ImpatientConnectionTest, WhoNeverReadsIsClosed) {
  const std::unique_ptr<TlsSocket> bare = BareTls();
  // Until it has heard a byte, a server does not know how to speak.
  ASSERT_TRUE(bare->Write(std::array<std::uint8_t, 1>{1}).ok());
  RunUntil([this] { return !server_.received.empty(); });
  Send(server_, Pattern(64 << 20, 8));
  RunUntil([this] { return server_.finished; });
  EXPECT_EQ(server_.closed, "the peer took nothing within 0.02 s");
  EXPECT_EQ(connections_.counts().stalled, 1u);
  EXPECT_FALSE(server_.all_sent());
}

TEST_F(ImpatientConnectionTest, WhoNeverClosesIsNotWaitedForLong) {
  const std::unique_ptr<TlsSocket> bare = BareTls();
  server_.up->Close();
  RunUntil([this] { return server_.finished; });
  EXPECT_FALSE(server_.closed);
  // It was told, before.
  std::array<std::uint8_t, 16> buffer;
  EXPECT_EQ(bare->Read(absl::MakeSpan(buffer)).value().kind,
            TlsSocket::ReadResult::Kind::kClosed);
}

TEST_F(ImpatientConnectionTest, AnIdleConnectionHasNoLimit) {
  Connect();
  bool passed = false;
  Timer timer(&timers_, [&] { passed = true; });
  timer.Set(clock_.Now() + base::Milliseconds(300));
  RunUntil([&] { return passed; });
  EXPECT_FALSE(client_.closed);
  EXPECT_FALSE(server_.closed);
}

}  // namespace
}  // namespace net
