#include "net/web_socket_dial.h"

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/executor.h"
#include "net/tcp_socket.h"
#include "net/testing/web_sockets.h"
#include "net/tls_context.h"
#include "net/web_socket.h"
#include "net/ws_url.h"

namespace net {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::RawPeer;
using ::testing::StartsWith;

class WebSocketDialTest : public testing::WebSocketsTest {
 protected:
  // Without leave to answer, for a server that the test plays.
  std::unique_ptr<RawPeer> AcceptRaw() {
    std::unique_ptr<RawPeer> raw;
    acceptor_.async_accept(
        [&raw](const boost::system::error_code& error, TcpSocket socket) {
          ASSERT_FALSE(error);
          raw = std::make_unique<RawPeer>(std::move(socket));
        });
    RunUntil([&] { return raw != nullptr; });
    return raw;
  }
  // How a dial fails, at a server that answers so.
  absl::Status FailureOn(absl::string_view answer) {
    DialUrl(Url("ws", "127.0.0.1"), nullptr);
    const std::unique_ptr<RawPeer> raw = AcceptRaw();
    RunUntil(
        [&] { return raw->received.find("\r\n\r\n") != std::string::npos; });
    raw->Send(answer);
    raw->socket().shutdown(asio::socket_base::shutdown_send);
    RunUntil([this] { return dialed_.has_value(); });
    EXPECT_FALSE(dialed_->ok());
    EXPECT_THAT(std::string(dialed_->message()), Not(HasSubstr("127.0.0.1")));
    return *std::exchange(dialed_, std::nullopt);
  }
  absl::Status DialOf(const std::string& url, const TlsContext* tls) {
    DialUrl(url, tls);
    RunUntil([this] { return dialed_.has_value(); });
    return *std::exchange(dialed_, std::nullopt);
  }
};

TEST_F(WebSocketDialTest, AsksForThePathWithoutOriginOrExtensions) {
  DialUrl(Url("ws", "127.0.0.1", "/p?client_ip=%3A%3A1"), nullptr);
  const std::unique_ptr<RawPeer> raw = AcceptRaw();
  RunUntil([&] { return raw->received.find("\r\n\r\n") != std::string::npos; });
  EXPECT_THAT(raw->received,
              StartsWith("GET /p?client_ip=%3A%3A1 HTTP/1.1\r\n"));
  EXPECT_THAT(raw->received, HasSubstr("Host: 127.0.0.1:"));
  EXPECT_THAT(raw->received, HasSubstr("Sec-WebSocket-Version: 13\r\n"));
  EXPECT_THAT(raw->received, Not(HasSubstr("Origin")));
  EXPECT_THAT(raw->received, Not(HasSubstr("Extensions")));
}

TEST_F(WebSocketDialTest, SaysWhatTheServerAnswers) {
  const absl::Status declined =
      FailureOn("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(declined.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(declined.message(), "WebSocket handshake: the server answers 404");
  EXPECT_EQ(FailureOn("SSH-2.0-OpenSSH_9.2\r\n").code(),
            absl::StatusCode::kInvalidArgument);
  const absl::Status wrong = FailureOn(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
      "Connection: Upgrade\r\nSec-WebSocket-Accept: bm90IHRoaXMgb25l\r\n\r\n");
  EXPECT_EQ(wrong.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(wrong.message()), HasSubstr("no WebSocket answer"));
  EXPECT_EQ(FailureOn("").code(), absl::StatusCode::kUnavailable);
}

TEST_F(WebSocketDialTest, SaysWhereItCannotConnect) {
  const std::string url = Url("ws", "127.0.0.1");
  acceptor_.close();
  const absl::Status refused = DialOf(url, nullptr);
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(refused.message(), "connecting: Connection refused");
}

TEST_F(WebSocketDialTest, SaysAtWhichStepTheTimeWasUp) {
  DialUrl(Url("ws", "127.0.0.1"), nullptr,
          {.handshake_limit = base::Milliseconds(50)});
  const std::unique_ptr<RawPeer> silent = AcceptRaw();
  RunUntil([this] { return dialed_.has_value(); });
  EXPECT_EQ(dialed_->code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(dialed_->message(), "WebSocket handshake: not done within 0.05 s");
  RunUntil([&] { return silent->ended; });
}

TEST_F(WebSocketDialTest, TriesEachAddressOfAName) {
  Serve(&server_tls());
  EXPECT_TRUE(DialOf(Url("wss", "localhost"), &client_tls()).ok());
}

TEST_F(WebSocketDialTest, VerifiesTheServerByNameAndAddress) {
  Serve(&server_tls());  // Its certificate is of localhost and 127.0.0.1.
  const absl::StatusOr<TlsContext> trusting =
      TlsContext::ForVerifyingClient(::testing::TempDir() + "/loopback.crt");
  ASSERT_TRUE(trusting.ok()) << trusting.status();
  EXPECT_TRUE(DialOf(Url("wss", "localhost"), &*trusting).ok());
  EXPECT_TRUE(DialOf(Url("wss", "127.0.0.1"), &*trusting).ok());
  // As a name the resolver takes it for 127.0.0.1; it is not the certificate's.
  const absl::Status other = DialOf(Url("wss", "127.1"), &*trusting);
  EXPECT_EQ(other.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(other.message()), HasSubstr("ostname mismatch"));
}

TEST_F(WebSocketDialTest, RefusesACertificateThatNobodyVouchesFor) {
  Serve(&server_tls());
  const TlsContext system = TlsContext::ForVerifyingClient().value();
  const absl::Status status = DialOf(Url("wss", "127.0.0.1"), &system);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), StartsWith("TLS handshake: "));
  EXPECT_THAT(std::string(status.message()), HasSubstr("self-signed"));
}

TEST_F(WebSocketDialTest, RefusesAServerWithoutTls) {
  Serve(nullptr);
  const absl::Status status = DialOf(Url("wss", "127.0.0.1"), &client_tls());
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), StartsWith("TLS handshake: "));
}

TEST_F(WebSocketDialTest, ItsEndGivesUp) {
  DialUrl(Url("ws", "127.0.0.1"), nullptr);
  const std::unique_ptr<RawPeer> raw = AcceptRaw();
  dial_.reset();
  RunUntil([&] { return raw->ended; });
  EXPECT_FALSE(dialed_);
}

TEST_F(WebSocketDialTest, ItsEndLeavesAnOpenWebSocketAlone) {
  Open(nullptr, nullptr);
  dial_.reset();
  web_client_.Send("still here");
  RunUntil([this] { return web_server_.received == "still here"; });
}

}  // namespace
}  // namespace net
