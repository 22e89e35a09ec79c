// What the tests of connections stand on: a loop that ends, TLS of a throw-away
// certificate, an acceptor and an application that remembers.
#ifndef NET_TESTING_LOOPBACK_H_
#define NET_TESTING_LOOPBACK_H_

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "gtest/gtest.h"
#include "net/clock.h"
#include "net/connection.h"
#include "net/connections.h"
#include "net/executor.h"
#include "net/self_signed.h"
#include "net/tcp_socket.h"
#include "net/timers.h"
#include "net/tls_context.h"
#include "net/tls_socket.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/stream_end.h"

namespace net::testing {

// Writes `to_send` and keeps what it receives, unless told not to. The hooks,
// if set, run last.
class Recorder final : public shaper::StreamEnd::Application {
 public:
  void HandleUp(shaper::StreamEnd& end) override {
    up = &end;
    if (at_up) at_up(end);
  }
  void Refill(shaper::StreamEnd& end) override {
    if (all_sent()) return;
    sent +=
        end.Write({reinterpret_cast<const std::uint8_t*>(to_send.data()) + sent,
                   to_send.size() - sent});
  }
  void HandleReadable(shaper::StreamEnd& end) override {
    if (!reads) return;
    const absl::Span<const std::uint8_t> bytes = end.readable();
    received.append(bytes.begin(), bytes.end());
    end.Consume(bytes.size());
    if (at_readable) at_readable(end);
  }
  void HandleClosed(shaper::StreamEnd& end, absl::string_view why) override {
    up = nullptr;
    closed = std::string(why);
    if (at_closed) at_closed(end);
  }

  shaper::StreamEnd* up = nullptr;
  std::string to_send;
  std::size_t sent = 0;  // Of it.
  bool all_sent() const { return sent == to_send.size(); }
  std::string received;
  std::optional<std::string> closed;  // The reason.
  bool reads = true;
  bool finished = false;
  std::function<void(shaper::StreamEnd&)> at_up, at_readable, at_closed;
};

class LoopbackTest : public ::testing::Test {
 protected:
  explicit LoopbackTest(Connection::Options options = {})
      : connections_(io_context_, &timers_, options) {}

  // Runs until `done`; fails if that takes too long.
  void RunUntil(const std::function<bool()>& done) {
    io_context_.restart();
    const auto end =
        std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!done() && std::chrono::steady_clock::now() < end) {
      if (io_context_.run_one_until(end) == 0) break;
    }
    EXPECT_TRUE(done());
  }

  Connection::Above Above(Recorder* recorder, shaper::Stream::Role role) {
    return {.application = recorder,
            .make_stream =
                [this, role] {
                  return shaper::Stream::Create(
                             {.role = role,
                              .defense = role == shaper::Stream::Role::kClient
                                             ? client_defense_
                                             : server_defense_},
                             base::Random::FromSeed(1), clock_.Now())
                      .value();
                },
            .on_finished = [recorder] { recorder->finished = true; }};
  }

  // Accepts the next connection that comes, for `server_`.
  void AcceptOne() {
    acceptor_.async_accept([this](const boost::system::error_code& error,
                                  TcpSocket socket) {
      ASSERT_FALSE(error);
      server_connection_ =
          connections_.Accept(server_tls(), std::move(socket),
                              Above(&server_, shaper::Stream::Role::kServer));
    });
  }
  void Dial() {
    client_connection_ =
        connections_.Dial(client_tls(), acceptor_.local_endpoint(), "",
                          Above(&client_, shaper::Stream::Role::kClient));
  }
  void Connect() {
    AcceptOne();
    Dial();
    RunUntil([this] { return client_.up != nullptr && server_.up != nullptr; });
  }

  static const TlsContext& server_tls() {
    static const TlsContext* const context = [] {
      IgnoreSigpipe();
      const std::string path = ::testing::TempDir() + "/loopback";
      EXPECT_TRUE(WriteSelfSigned(path + ".crt", path + ".key").ok());
      return new TlsContext(
          TlsContext::ForServer(path + ".crt", path + ".key").value());
    }();
    return *context;
  }
  static const TlsContext& client_tls() {
    static const TlsContext* const context =
        new TlsContext(TlsContext::ForClient().value());
    return *context;
  }

  IoContext io_context_;
  Clock clock_;
  Timers timers_{io_context_, clock_};
  asio::basic_socket_acceptor<asio::ip::tcp, Executor> acceptor_{
      io_context_, Endpoint(asio::ip::address_v4::loopback(), 0)};
  std::optional<shaper::Defense> client_defense_;
  std::optional<shaper::Defense> server_defense_;
  Recorder client_;
  Recorder server_;
  Connections connections_;
  Connection* client_connection_ = nullptr;
  Connection* server_connection_ = nullptr;
};

}  // namespace net::testing

#endif  // NET_TESTING_LOOPBACK_H_
