// What the tests of WebSockets stand on: both ends over loopback, ends that
// remember, and a peer that says what the test says, byte for byte.
#ifndef NET_TESTING_WEB_SOCKETS_H_
#define NET_TESTING_WEB_SOCKETS_H_

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "net/executor.h"
#include "net/tcp_socket.h"
#include "net/testing/loopback.h"
#include "net/tls_context.h"
#include "net/web_socket.h"
#include "net/web_socket_acceptor.h"
#include "net/web_socket_dial.h"
#include "net/ws_url.h"

namespace net::testing {

inline absl::Span<const std::uint8_t> ToBytes(absl::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Bytes that show where any are missing, doubled or in the wrong place.
inline std::string Pattern(std::size_t size, std::uint32_t seed) {
  std::string text(size, '\0');
  for (char& c : text) {
    seed = seed * 1664525 + 1013904223;
    c = static_cast<char>(seed >> 24);
  }
  return text;
}

// One end, and what happened to it.
struct WebEnd {
  void Adopt(std::unique_ptr<WebSocket> opened) {
    socket = std::move(opened);
    socket->Start(
        {.on_bytes =
             [this](absl::Span<const std::uint8_t> bytes) {
               received.append(bytes.begin(), bytes.end());
               largest_piece = std::max(largest_piece, bytes.size());
             },
         .on_room =
             [this] {
               ++rooms;
               Pump();
             },
         .on_closed = [this](const absl::Status& why) { closed = why; }});
  }
  // Writes what there is room for of to_send, in messages of message_bytes.
  void Pump() {
    while (sent < to_send.size() && socket->HasRoom()) {
      const std::string message = to_send.substr(sent, message_bytes);
      socket->Write(ToBytes(message));
      sent += message.size();
    }
  }
  void Send(const std::string& text) {
    to_send += text;
    Pump();
  }

  std::unique_ptr<WebSocket> socket;
  std::string received;
  std::size_t largest_piece = 0;
  int rooms = 0;
  std::optional<absl::Status> closed;
  std::string to_send;
  std::size_t sent = 0;  // Of it.
  std::size_t message_bytes = 1400;
};

// A TCP connection without any manners of its own.
class RawPeer {
 public:
  explicit RawPeer(TcpSocket socket) : socket_(std::move(socket)) {
    PrepareSocket(socket_);  // No delays.
    Read();
  }
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;

  void Send(absl::string_view bytes) {
    boost::system::error_code ignored;
    asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), ignored);
  }
  TcpSocket& socket() { return socket_; }

  std::string received;
  bool ended = false;

 private:
  void Read() {
    socket_.async_read_some(
        asio::buffer(*buffer_),
        [this, buffer = std::weak_ptr(buffer_)](
            const boost::system::error_code& error, std::size_t bytes) {
          if (buffer.expired()) return;  // With this.
          received.append(buffer_->data(), bytes);
          ended = static_cast<bool>(error);
          if (!ended) Read();
        });
  }

  TcpSocket socket_;
  std::shared_ptr<std::array<char, 4096>> buffer_ =
      std::make_shared<std::array<char, 4096>>();
};

// A client's frame whose mask is all zero, so that the payload stands as it is.
// First byte: 0x80 (the last fragment) and the opcode.
inline std::string MaskedFrame(int first, absl::string_view payload) {
  std::string frame(1, static_cast<char>(first));
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 + payload.size());
  } else {
    frame += static_cast<char>(0x80 + 126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 0xff);
  }
  return absl::StrCat(frame, absl::string_view("\0\0\0\0", 4), payload);
}

// The request of RFC 6455, section 1.3, and what answers it.
inline std::string UpgradeRequest(absl::string_view target) {
  return absl::StrCat("GET ", target,
                      " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                      "Connection: Upgrade\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                      "Sec-WebSocket-Version: 13\r\n\r\n");
}
inline constexpr absl::string_view kUpgradeAccept =
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

class WebSocketsTest : public LoopbackTest {
 protected:
  // Accepts all that comes, for server_.
  void Serve(const TlsContext* tls,
             const WebSocketAcceptor::Options& options = {}) {
    web_acceptor_.emplace(tls, options,
                          [this](std::unique_ptr<WebSocket> opened,
                                 const WebSocketAcceptor::Request& request) {
                            client_ip_ = request.client_ip;
                            web_server_.Adopt(std::move(opened));
                          });
    AcceptNext();
  }
  void DialUrl(const std::string& url, const TlsContext* tls,
               const WebSocketDial::Options& options = {}) {
    dial_.emplace(io_context_, WsUrl::Parse(url).value(), tls, options,
                  [this](absl::StatusOr<std::unique_ptr<WebSocket>> result) {
                    dialed_ = result.status();
                    if (result.ok()) web_client_.Adopt(*std::move(result));
                  });
  }
  std::string Url(absl::string_view scheme, absl::string_view host,
                  absl::string_view target = "/") {
    return absl::StrCat(scheme, "://", host, ":",
                        acceptor_.local_endpoint().port(), target);
  }
  void Open(const TlsContext* server_tls, const TlsContext* client_tls,
            const WebSocket::Options& options = {}) {
    Serve(server_tls, {.web_socket = options});
    DialUrl(Url(server_tls == nullptr ? "ws" : "wss", "127.0.0.1"), client_tls,
            {.web_socket = options});
    RunUntil([this] { return web_client_.socket && web_server_.socket; });
  }
  // A bare client, connected; and one whose WebSocket the server has opened.
  std::unique_ptr<RawPeer> RawClient() {
    TcpSocket socket(io_context_);
    socket.connect(acceptor_.local_endpoint());
    return std::make_unique<RawPeer>(std::move(socket));
  }
  std::unique_ptr<RawPeer> RawWebSocket(absl::string_view target = "/") {
    std::unique_ptr<RawPeer> raw = RawClient();
    raw->Send(UpgradeRequest(target));
    RunUntil([&] {
      return web_server_.socket != nullptr &&
             raw->received.find("\r\n\r\n") != std::string::npos;
    });
    raw->received.clear();
    return raw;
  }

  std::optional<WebSocketAcceptor> web_acceptor_;
  std::optional<std::string> client_ip_;  // Of the latest accepted.
  WebEnd web_server_;
  std::optional<WebSocketDial> dial_;
  std::optional<absl::Status> dialed_;
  WebEnd web_client_;

 private:
  void AcceptNext() {
    acceptor_.async_accept(
        [this](const boost::system::error_code& error, TcpSocket socket) {
          if (error || !web_acceptor_) return;
          web_acceptor_->Accept(std::move(socket));
          AcceptNext();
        });
  }
};

}  // namespace net::testing

#endif  // NET_TESTING_WEB_SOCKETS_H_
