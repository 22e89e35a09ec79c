#include "net/web_socket_acceptor.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/testing/web_sockets.h"

namespace net {
namespace {

using ::testing::HasSubstr;
using testing::kUpgradeAccept;
using testing::MaskedFrame;
using ::testing::Not;
using testing::RawPeer;
using ::testing::StartsWith;
using testing::UpgradeRequest;

class WebSocketAcceptorTest : public testing::WebSocketsTest {
 protected:
  // What the server answers to these bytes, until it ends the connection.
  std::string Answer(const std::string& request) {
    const std::unique_ptr<RawPeer> raw = RawClient();
    raw->Send(request);
    RunUntil([&] { return raw->ended; });
    EXPECT_EQ(web_server_.socket, nullptr);
    return raw->received;
  }
};

TEST_F(WebSocketAcceptorTest, AnswersAsTheRfcSays) {
  Serve(nullptr);
  const std::unique_ptr<RawPeer> raw = RawClient();
  raw->Send(UpgradeRequest("/"));
  RunUntil([&] { return raw->received.find("\r\n\r\n") != std::string::npos; });
  EXPECT_THAT(raw->received, StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(raw->received, HasSubstr(std::string(kUpgradeAccept)));
  EXPECT_THAT(raw->received, Not(HasSubstr("Extensions")));
  EXPECT_THAT(raw->received, Not(HasSubstr("Protocol:")));
  EXPECT_EQ(web_acceptor_->counts().accepted, 1u);
}

TEST_F(WebSocketAcceptorTest, TakesAnyPathOriginExtensionAndSlowPieces) {
  Serve(nullptr);
  std::string request = UpgradeRequest("/any/path%20at?all=1");
  request.insert(request.size() - 2,
                 "Origin: https://elsewhere.example\r\n"
                 "Sec-WebSocket-Extensions: permessage-deflate\r\n");
  const std::unique_ptr<RawPeer> raw = RawClient();
  for (const char c : request) {
    raw->Send(std::string(1, c));
    io_context_.restart();
    io_context_.poll();
  }
  RunUntil([&] { return raw->received.find("\r\n\r\n") != std::string::npos; });
  EXPECT_THAT(raw->received, StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(raw->received, Not(HasSubstr("deflate")));
}

TEST_F(WebSocketAcceptorTest, TellsForWhomAProxySpeaks) {
  Serve(nullptr);
  std::vector<std::unique_ptr<RawPeer>> peers;
  const auto client_ip_of = [&](const std::string& target) {
    web_server_.socket = nullptr;
    client_ip_.reset();
    peers.push_back(RawWebSocket(target));
    return *client_ip_;
  };
  EXPECT_EQ(client_ip_of("/?client_ip=2001%3Adb8%3A%3A1"), "2001:db8::1");
  EXPECT_EQ(client_ip_of("/x?client_ip=192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(client_ip_of("/?client_ip=nobody"), "");
  EXPECT_EQ(client_ip_of("/"), "");
}

TEST_F(WebSocketAcceptorTest, RefusesWhatIsNoWebSocket) {
  Serve(nullptr);
  EXPECT_THAT(Answer("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(Answer("POST / HTTP/1.1\r\nHost: localhost\r\n"
                     "Content-Length: 0\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(Answer("\x16\x03\x01 what is this\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(Answer(UpgradeRequest("/") + MaskedFrame(0x82, "too early")),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(web_acceptor_->counts().refused, 4u);
  EXPECT_EQ(web_acceptor_->counts().accepted, 0u);
}

TEST_F(WebSocketAcceptorTest, RefusesAHeaderThatIsTooLong) {
  Serve(nullptr);
  const std::string line = "X-Long: " + std::string(990, 'x') + "\r\n";
  std::string request = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < 17; ++i) request += line;  // 17 kB.
  EXPECT_THAT(Answer(request), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(Answer("GET /" + std::string(20000, 'x')),
              StartsWith("HTTP/1.1 431 "));
}

class ImpatientAcceptorTest : public WebSocketAcceptorTest {
 protected:
  WebSocketAcceptor::Options options_ = {.handshake_limit =
                                             base::Milliseconds(50)};
};

TEST_F(ImpatientAcceptorTest, ClosesASlowHeader) {
  Serve(nullptr, options_);
  EXPECT_EQ(Answer("GET / HTTP/1.1\r\nHost: loc"), "");
  EXPECT_EQ(Answer(""), "");
  EXPECT_EQ(web_acceptor_->counts().timed_out, 2u);
}

TEST_F(ImpatientAcceptorTest, ClosesASlowTlsHandshake) {
  Serve(&server_tls(), options_);
  EXPECT_EQ(Answer(""), "");
  EXPECT_EQ(web_acceptor_->counts().timed_out, 1u);
}

TEST_F(ImpatientAcceptorTest, TheLimitEndsWithTheHandshake) {
  Serve(nullptr, options_);
  const std::unique_ptr<RawPeer> raw = RawWebSocket();
  // A later one comes to the limit, and this is open still.
  EXPECT_EQ(RawClient()->received, "");
  const std::unique_ptr<RawPeer> slow = RawClient();
  RunUntil([&] { return slow->ended; });
  EXPECT_FALSE(raw->ended);
  EXPECT_FALSE(web_server_.closed);
}

TEST_F(WebSocketAcceptorTest, RefusesWhatIsNoTls) {
  Serve(&server_tls());
  Answer(UpgradeRequest("/"));
  EXPECT_EQ(web_acceptor_->counts().refused, 1u);
}

TEST_F(WebSocketAcceptorTest, BoundsHowManyAreNotOpenYet) {
  Serve(nullptr, {.max_handshakes = 2});
  const std::unique_ptr<RawPeer> first = RawClient();
  const std::unique_ptr<RawPeer> second = RawClient();
  const std::unique_ptr<RawPeer> third = RawClient();
  RunUntil([&] { return third->ended; });
  EXPECT_FALSE(first->ended);
  EXPECT_FALSE(second->ended);
  EXPECT_EQ(web_acceptor_->counts().dropped, 1u);
  // One that is open counts no more.
  first->Send(UpgradeRequest("/"));
  RunUntil([&] { return web_server_.socket != nullptr; });
  const std::unique_ptr<RawPeer> fourth = RawClient();
  second->Send("x");
  RunUntil([&] { return !fourth->ended; });
  EXPECT_EQ(web_acceptor_->counts().dropped, 1u);
}

TEST_F(WebSocketAcceptorTest, ItsEndClosesWhatIsNotOpen) {
  Serve(nullptr);
  const std::unique_ptr<RawPeer> open = RawWebSocket();
  const std::unique_ptr<RawPeer> half = RawClient();
  half->Send("GET / HT");
  io_context_.restart();
  io_context_.poll();
  web_acceptor_.reset();
  RunUntil([&] { return half->ended; });
  EXPECT_FALSE(open->ended);
  EXPECT_FALSE(web_server_.closed);
}

}  // namespace
}  // namespace net
